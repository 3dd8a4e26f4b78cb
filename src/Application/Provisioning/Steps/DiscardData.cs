using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Drops the data that are not in use: those that were replaced, or those that could not replace them.</summary>
internal sealed class DiscardData(IAppDb db, IBackupRestores restores) : IProvisioningStep
{
    public StepName Name => StepName.DiscardData;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        if (context.Allocation.SpareGeneration is not { } spare)
            return;

        await restores.DiscardAsync(context.DataOf(spare), cancellationToken);
        context.Allocation.ForgetSpare();
        await db.SaveChangesAsync(cancellationToken);
    }
}
