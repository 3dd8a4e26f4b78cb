using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Gives the clone its own administrator, secrets and address before it is ever started.</summary>
internal sealed class PersonaliseDatabase(IOdooDatabases databases, IRoutes routes, ISecretProtector secrets, TimeProvider clock)
    : IProvisioningStep
{
    private Task<string>? hash;

    public StepName Name => StepName.PersonaliseDatabase;

    // Up to half a second of computing that waits for nothing.
    public void Prepare(ProvisioningContext context) => hash = HashAsync(context);

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        await routes.ReserveAsync(context.Allocation, cancellationToken);
        var values = new DatabaseInitialization(
            context.Instance.Id.Value, context.Instance.OdooVersion, context.Instance.AdminEmail, await (hash ?? HashAsync(context)),
            context.Allocation.Url!, clock.GetUtcNow());
        await databases.InitializeDatabaseAsync(context.Server, context.Allocation.Database, values, cancellationToken);
        context.Allocation.Told(context.Allocation.Url!);
    }

    // Only a database that is new is initialized, and the first password is revealed only after that: it is still there.
    private Task<string> HashAsync(ProvisioningContext context) => databases.HashPasswordAsync(
        context.Instance.OdooVersion, secrets.Unprotect(context.Secrets.AdminPassword!), context.Secrets.AdminPasswordGenerated);
}
