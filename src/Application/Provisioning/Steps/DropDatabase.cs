using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

internal sealed class DropDatabase(IOdooDatabases databases) : IProvisioningStep
{
    public StepName Name => StepName.DropDatabase;

    public Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken) =>
        databases.DropDatabaseAsync(context.Server, context.Allocation.Database, context.Allocation.Role, cancellationToken);
}
