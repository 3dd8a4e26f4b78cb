using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

internal sealed class EnsureDatabase(IOdooDatabases databases) : IConvergenceStep
{
    public StepName Name => StepName.EnsureDatabase;

    public Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken) => databases.EnsureDatabaseAsync(
        context.Server, context.Placement.Database, context.Placement.Role, context.Template!, cancellationToken);
}
