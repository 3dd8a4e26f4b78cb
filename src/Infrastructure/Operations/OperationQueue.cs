using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Operations;

/// <summary>
/// The operations table as a queue, shared evenly among tenants. What customers ask for goes before what the platform heals, and there is a
/// worker that does not heal: a server that answers nobody holds up only its own. An operation waits while the worker of a cancelled one of the same instance
/// still holds its lease: two never touch one instance.
/// </summary>
internal sealed class OperationQueue(NpgsqlDataSource database, IOptions<OperationOptions> options, TimeProvider clock)
    : LeasedQueue(
        database,
        Table with { PerPartition = options.Value.PerTenant, BackgroundPerOwner = Math.Max(1, options.Value.Concurrency - 1) },
        options.Value.Lease,
        clock)
{
    public const string Pending = "status in ('queued', 'running')";

    public static QueueTable Table { get; } = new("operations", Topics.Operations, Pending)
    {
        Partition = "tenant_id",
        Background = "is_background",
        Exclusive = "instance_id",
        OnClaim = "status = 'running', started_at = coalesce(t.started_at, statement_timestamp())",
    };
}
