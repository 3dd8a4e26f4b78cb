using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

internal sealed class EnsureRole(IOdooDatabases databases, ISecretProtector secrets) : IProvisioningStep
{
    public StepName Name => StepName.EnsureRole;

    public Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken) => databases.EnsureRoleAsync(
        context.Server,
        context.Allocation.Database,
        context.Allocation.Role,
        secrets.Unprotect(context.Secrets.DatabasePassword),
        cancellationToken);
}
