using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Backups;

/// <summary>Orders backups, for people and for schedules.</summary>
public sealed class BackupOrders(IAppDb db, IOptions<BackupPolicyOptions> options, TimeProvider clock)
{
    /// <summary>Under the lock on the instance. The caller saves, and has looked for operations under way.</summary>
    public Result<(Operation Operation, Backup Backup)> Place(Instance instance, BackupKind kind, string? note, Requester by)
    {
        var now = clock.GetUtcNow();
        var ordered = instance.BackUp(by, now, isBackground: kind == BackupKind.Scheduled);
        if (ordered.IsFailure)
            return ordered.Error;

        var (operation, order) = (ordered.Value, new BackupOrder(
            instance.Id, instance.TenantId, ordered.Value.Id, instance.OdooVersion, kind, note, ExpiresAt: null, by.Customer));
        var backup = Backup.Queue(order, now);
        operation.Makes(backup.Id);
        db.Operations.Add(operation);
        db.Backups.Add(backup);
        return (operation, backup);
    }

    /// <summary>Why the tenant may have no more backups now; null when it may.</summary>
    /// <remarks>All kinds count, but only those are refused that nothing else depends on. Those that are being made have no size yet.</remarks>
    public async Task<Error?> RefusalOfQuotaAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var quota = await QuotaAsync(tenant, cancellationToken);
        var used = await db.Backups.Where(b => b.TenantId == tenant && b.Status == BackupStatus.Completed).SumAsync(b => b.Size, cancellationToken);
        return used >= quota ? BackupErrors.QuotaReached(used, quota) : null;
    }

    // Without a live subscription as much as the smallest plan on offer allows: whoever leaves can take their data along.
    private async Task<long> QuotaAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var storage = await db.EntitlementsOfAsync(tenant, cancellationToken) is { } plan
            ? plan.MaxStorageBytes * plan.MaxInstances
            : await db.Plans.Where(p => p.WithdrawnAt == null).MinAsync(p => (long?)(p.MaxStorageBytes * p.MaxInstances), cancellationToken) ?? 0;
        return (long)(storage * options.Value.QuotaFactor);
    }
}
