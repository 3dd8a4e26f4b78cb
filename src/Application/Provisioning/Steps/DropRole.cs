using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

internal sealed class DropRole(IOdooDatabases databases) : IProvisioningStep
{
    public StepName Name => StepName.DropRole;

    public Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken) =>
        databases.DropRoleAsync(context.Server, context.Allocation.Role, cancellationToken);
}
