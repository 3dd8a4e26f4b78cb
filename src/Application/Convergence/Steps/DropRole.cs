using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

internal sealed class DropRole(IOdooDatabases databases) : IConvergenceStep
{
    public StepName Name => StepName.DropRole;

    public Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken) =>
        databases.DropRoleAsync(context.Server, context.Placement.Role, cancellationToken);
}
