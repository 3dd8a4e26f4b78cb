using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

internal sealed class EnsureDatabase(IOdooDatabases databases) : IProvisioningStep
{
    public StepName Name => StepName.EnsureDatabase;

    public Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken) => databases.EnsureDatabaseAsync(
        context.Server, context.Allocation.Database, context.Allocation.Role, context.Template!, cancellationToken);
}
