using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Looks at the generations of an instance's data, and at what the operation that is under way has done with them.</summary>
public sealed class DataObserver(IAppDb db, IBackupRestores restores)
{
    public async Task<ObservedState> ObserveAsync(ProvisioningContext context, ObservedState observed, CancellationToken cancellationToken)
    {
        var (allocation, wanted) = (context.Allocation, context.Wanted);
        var isOwn = allocation.SpareOperation == wanted.Operation;
        var isNext = isOwn && allocation is { SpareGeneration: not null, IsSwitched: false };
        return observed with
        {
            Loaded = IsLoadedFromArchive(context.Instance) && await IsLoadedAsync(context, allocation.Generation, cancellationToken),
            HasSpare = allocation.SpareGeneration is not null,
            Switched = isOwn && allocation.IsSwitched,
            SpareLoaded = isNext && await IsLoadedAsync(context, allocation.SpareGeneration!.Value, cancellationToken),
            BackupTaken = MakesBackup(context) && await IsTakenAsync(wanted, cancellationToken),
        };
    }

    private static bool IsLoadedFromArchive(Instance instance) =>
        instance.Source != DataSource.Template && instance.ProvisioningStatus != ProvisioningStatus.Completed
        && instance.DesiredPower == DesiredPower.Running;

    private async Task<bool> IsLoadedAsync(ProvisioningContext context, int generation, CancellationToken cancellationToken) =>
        context.Allocation is { ImageId: not null, DatabaseServer: not null }
        && await restores.IsLoadedAsync(context.DataOf(generation), context.Instance.Id.Value, cancellationToken);

    private static bool MakesBackup(ProvisioningContext context) =>
        context.Wanted.Goal is DataGoal.BackUp or DataGoal.Replace || context.Instance.DesiredPower == DesiredPower.Gone;

    // A last backup that failed for good keeps nothing from being removed; it was tried often enough.
    private Task<bool> IsTakenAsync(Convergence wanted, CancellationToken cancellationToken) => db.Backups.AnyAsync(
        b => b.OperationId == wanted.Operation && (b.Status == BackupStatus.Completed || b.Status == BackupStatus.Failed), cancellationToken);
}
