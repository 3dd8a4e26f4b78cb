using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

internal sealed class DropDatabase(IOdooDatabases databases) : IConvergenceStep
{
    public StepName Name => StepName.DropDatabase;

    public Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken) =>
        databases.DropDatabaseAsync(context.Server, context.Placement.Database, cancellationToken);
}
