using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>
/// Why an instance has no database server yet. None is a failure: the operation waits, with growing pauses and without a worker, and is looked
/// at again at once when a server is added, changed or well again.
/// </summary>
public static class AllocationRefusals
{
    /// <summary>No shared server can take another instance.</summary>
    public const string NoServer = "no_database_capacity";

    /// <summary>The plan promises a server of the tenant's own, and none that is there can take another instance.</summary>
    public const string NoDedicatedServer = "no_dedicated_server";

    public static bool Waits(RefusedException refused) => refused.Code is NoServer or NoDedicatedServer;

    /// <param name="dedicated">The plan promises a server of the tenant's own.</param>
    public static RefusedException Of(bool dedicated) => dedicated
        ? new(NoDedicatedServer,
            "Your plan has a database server of your own, which is being prepared or has no room. The instance is made as soon as it is there; nothing is lost, and you need not do anything.")
        : new(NoServer,
            "No database server can take another instance at the moment. The instance is made as soon as one can; nothing is lost, and you need not do anything.");

    public static IQueryable<Operation> WaitingForServer(this IAppDb db) =>
        db.Operations.Where(o => o.Status == OperationStatus.Queued && (o.ErrorCode == NoServer || o.ErrorCode == NoDedicatedServer));
}
