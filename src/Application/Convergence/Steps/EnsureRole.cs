using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

internal sealed class EnsureRole(IOdooDatabases databases, ISecretProtector secrets) : IConvergenceStep
{
    public StepName Name => StepName.EnsureRole;

    public Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken) => databases.EnsureRoleAsync(
        context.Server, context.Placement.Role, secrets.Unprotect(context.Secrets.DatabasePassword), cancellationToken);
}
