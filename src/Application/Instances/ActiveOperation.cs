using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Instances;

/// <summary>At most one operation of an instance is queued or running; a unique index says so.</summary>
internal static class ActiveOperation
{
    /// <summary>Under the lock on the instance's row, which everybody takes who adds an operation. Null when there is none.</summary>
    public static async Task<Error?> RefusalOfOperationAsync(this IAppDb db, InstanceId instance, CancellationToken cancellationToken)
    {
        var active = await db.ActiveOperationsOf(instance).Select(o => (OperationId?)o.Id).FirstOrDefaultAsync(cancellationToken);
        return active is { } id ? InstanceErrors.Busy(id) : null;
    }

    /// <summary>Puts a termination in the place of what is queued or running, under the lock on the instance's row; saved.</summary>
    public static async Task SupersedeAsync(this IAppDb db, Operation termination, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Two saves in one transaction: the index allows one active operation, so the old one must be out before the new one is in.
        var active = await db.Operations
            .FromSql($"select * from operations where instance_id = {termination.InstanceId.Value} and status in ('queued', 'running') for update")
            .ToListAsync(cancellationToken);
        foreach (var superseded in active)
            superseded.Cancel(now);
        await db.SaveChangesAsync(cancellationToken);
        db.Operations.Add(termination);
        await db.SaveChangesAsync(cancellationToken);
    }

    public static IQueryable<Operation> ActiveOperationsOf(this IAppDb db, InstanceId instance) =>
        db.Operations.Where(o => o.InstanceId == instance && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running));
}
