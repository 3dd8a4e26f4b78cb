using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Backups;

/// <summary>Lets a terminated instance live again with what its final backup holds, as long as that is kept. Its plan must have room for it.</summary>
public sealed record ReactivateInstance(InstanceId Id) : ICommand<OperationDto>;

internal sealed class ReactivateInstanceHandler(IAppDb db, ICaller caller, InstanceOrders orders, TimeProvider clock)
    : IRequestHandler<ReactivateInstance, Result<OperationDto>>
{
    public async Task<Result<OperationDto>> Handle(ReactivateInstance command, CancellationToken cancellationToken)
    {
        var seen = await db.InstancesOf(caller).AsNoTracking().SingleOrDefaultAsync(i => i.Id == command.Id, cancellationToken);
        if (seen is null)
            return InstanceErrors.NotFound;
        if (await db.RefusalAsync(caller, seen.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;
        if (seen.Status != InstanceStatus.Terminated)
            return InstanceErrors.NotAllowed(InstanceAction.Reactivate, seen.Status);

        var billing = await orders.AdmitAsync(seen.TenantId, seen.Limits, cancellationToken);
        if (billing.IsFailure)
            return billing.Error;

        await db.LockInstanceAsync(command.Id, cancellationToken);
        var instance = await db.Instances.Include(i => i.Allocation).SingleAsync(i => i.Id == command.Id, cancellationToken);
        if (await LastAsync(command.Id, cancellationToken) is not { Status: BackupStatus.Completed } last)
            return BackupErrors.NoFinalBackup;

        var operation = instance.Reactivate(last, new TenantStanding(true), caller.AsRequester(), clock.GetUtcNow(), billing.Value);
        if (operation.IsFailure)
            return operation.Error;

        // Not changed but made anew: whoever forgets the old ones at this moment cannot mean these.
        await db.InstanceSecrets.Where(s => s.InstanceId == command.Id).ExecuteDeleteAsync(cancellationToken);
        orders.AddSecrets(instance.Id, adminPassword: null, generated: false);
        var saved = await orders.SaveAsync(operation.Value, cancellationToken);
        return saved.IsFailure ? saved.Error : OperationDto.From(operation.Value);
    }

    // Of the last termination: an earlier one that is still kept holds what was there long before.
    private async Task<Backup?> LastAsync(InstanceId id, CancellationToken cancellationToken)
    {
        var last = await db.Backups.Where(b => b.InstanceId == id && b.Kind == BackupKind.Final).OrderByDescending(b => b.Id)
            .Select(b => (BackupId?)b.Id).FirstOrDefaultAsync(cancellationToken);
        if (last is not { } found)
            return null;

        await db.LockBackupAsync(found, cancellationToken);
        return await db.Backups.AsNoTracking().SingleAsync(b => b.Id == found, cancellationToken);
    }
}
