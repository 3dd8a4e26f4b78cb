using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Operators;

/// <summary>A failed operation stays on record; its instance is retried, where its state allows it, by a new one.</summary>
internal sealed class OperationReplay(IAppDb db, ICaller caller, TimeProvider clock) : IQueueReplay
{
    public QueueName Queue => QueueName.Operations;

    public async Task<Result<QueueItemId>> ReplayAsync(QueueItemId id, CancellationToken cancellationToken)
    {
        var failed = await db.Operations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == new OperationId(id.Value), cancellationToken);
        if (failed is null)
            return QueueErrors.ItemNotFound;

        await db.LockInstanceAsync(failed.InstanceId, cancellationToken);
        if (!await db.DeadOperations().AnyAsync(o => o.Id == failed.Id, cancellationToken))
            return QueueErrors.NotDead;

        caller.Notes.Concerns(failed.TenantId);
        if (await db.RefusalOfOperationAsync(failed.InstanceId, cancellationToken) is { } busy)
            return busy;

        var instance = await db.Instances.SingleAsync(i => i.Id == failed.InstanceId, cancellationToken);
        var tenant = new TenantStanding(await db.Tenants.AnyAsync(t => t.Id == failed.TenantId && t.Status == TenantStatus.Active, cancellationToken));
        var retry = instance.Retry(tenant, caller.AsRequester(), clock.GetUtcNow());
        if (retry.IsFailure)
            return retry.Error;

        db.Operations.Add(retry.Value);
        await db.SaveChangesAsync(cancellationToken);
        return new QueueItemId(retry.Value.Id.Value);
    }
}

public static class DeadOperationQueries
{
    /// <summary>Failed, and nothing was asked of their instances since. A failed backup or restore leaves an instance that needs no retry.</summary>
    public static IQueryable<Operation> DeadOperations(this IAppDb db) => db.Operations.Where(o =>
        o.Status == OperationStatus.Failed && o.Kind != OperationKind.Backup && (o.Kind != OperationKind.Restore || o.UndoCode == null) && !db.Operations.Any(later => later.InstanceId == o.InstanceId && later.CreatedAt > o.CreatedAt));
}
