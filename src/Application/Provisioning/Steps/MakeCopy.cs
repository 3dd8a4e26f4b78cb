using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Gives data that come from another instance an identity of their own before they are ever served.</summary>
internal sealed class MakeCopy(IBackupRestores restores, IRoutes routes, TimeProvider clock) : IProvisioningStep
{
    public StepName Name => StepName.MakeCopy;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        await routes.ReserveAsync(context.Allocation, cancellationToken);
        var identity = new CopyIdentity(
            context.Instance.Id.Value, context.Allocation.Url, context.Instance.Neutralised, clock.GetUtcNow());
        await restores.MakeCopyAsync(context.Data, identity, cancellationToken);
    }
}
