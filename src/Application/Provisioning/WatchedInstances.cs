using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>What the monitor knows of an instance before it looks. Not tracked: only what has changed is loaded to be written.</summary>
public sealed record WatchedInstance(
    InstanceId Id,
    TenantId TenantId,
    InstanceStatus Status,
    DesiredPower DesiredPower,
    string OdooVersion,
    Uri? Url,
    int Generation,
    DatabaseServerId? DatabaseServer,
    DateTimeOffset? RetryAt,
    InstanceObservation Seen)
{
    public string Workload => InstanceAllocation.WorkloadOf(Id);

    public string Database => InstanceAllocation.DatabaseOf(Id, Generation);

    public string Role => InstanceAllocation.RoleOf(Id);
}

internal static class WatchedInstances
{
    /// <summary>Instances that nobody is at: what has an operation under way is its worker's, and would be seen half way.</summary>
    public static IQueryable<WatchedInstance> Idle(this IAppDb db, IQueryable<Instance> instances) => instances
        .Where(i => !db.Operations.Any(o => o.InstanceId == i.Id && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running)))
        .OrderBy(i => i.Id)
        .Select(i => new WatchedInstance(
            i.Id, i.TenantId, i.Status, i.DesiredPower, i.OdooVersion, i.Allocation.Url, i.Allocation.Generation,
            i.Allocation.DatabaseServerId, i.RetryAt, i.Observation))
        .AsNoTracking();

    /// <summary>The next of those that should run or have failed, by their id: an index holds them, and none that is stopped.</summary>
    public static IQueryable<Instance> Running(this IAppDb db, Guid after) =>
        db.Instances.Where(i => (i.Status == InstanceStatus.Running || i.Status == InstanceStatus.Error) && (Guid)(object)i.Id > after);
}
