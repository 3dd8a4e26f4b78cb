using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Instances;

/// <summary>At most one operation of an instance is queued or running; a unique index says so.</summary>
internal static class ActiveOperation
{
    public const string Constraint = "ux_operations_active";

    public static async Task<Error> ConflictAsync(IAppDb db, InstanceId instance, CancellationToken cancellationToken)
    {
        var active = await db.ActiveOperationsOf(instance).Select(o => o.Id).FirstOrDefaultAsync(cancellationToken);
        return InstanceErrors.Busy(active);
    }

    public static IQueryable<Operation> ActiveOperationsOf(this IAppDb db, InstanceId instance) =>
        db.Operations.Where(o => o.InstanceId == instance && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running));
}
