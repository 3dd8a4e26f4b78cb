using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Loads the database of an archive: beside the one in use when it is to replace that, else as the instance's first.</summary>
internal sealed class LoadDatabase(
    IAppDb db, IContainerRuntime runtime, IBackupRestores restores, BackupSource source, IOptions<ProvisioningOptions> options) : IProvisioningStep
{
    public StepName Name => StepName.LoadDatabase;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        if (context.Wanted.Goal == DataGoal.Replace)
            await PrepareSpareAsync(context, cancellationToken);
        else if (context.Allocation.ImageId is null)
            context.Allocation.PinImage(
                await runtime.EnsureImageAsync(options.Value.ImageOf(context.Instance.OdooVersion), context.Progress, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);

        await source.LoadAsync(
            context,
            (archive, limits) => restores.LoadDatabaseAsync(
                context.Target, context.Instance.Id.Value, archive, limits, context.Progress, cancellationToken),
            cancellationToken);
    }

    // Left by an operation that could neither finish nor put back.
    private async Task PrepareSpareAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        var allocation = context.Allocation;
        if (allocation.SpareGeneration is { } left && allocation.SpareOperation != context.Wanted.Operation)
        {
            await restores.DiscardAsync(context.DataOf(left), cancellationToken);
            allocation.ForgetSpare();
        }

        allocation.PrepareSpare(context.Wanted.Operation);
    }
}
