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

    public static IQueryable<Operation> ActiveOperationsOf(this IAppDb db, InstanceId instance) =>
        db.Operations.Where(o => o.InstanceId == instance && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running));
}
