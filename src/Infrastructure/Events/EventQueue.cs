using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Events;

/// <summary>The deliveries of events as a queue, shared evenly among tenants; what happened to none of them is one more.</summary>
internal sealed class EventQueue(NpgsqlDataSource database, IOptions<EventOptions> options, TimeProvider clock)
    : LeasedQueue(database, Table, options.Value.Lease, clock)
{
    public const string Pending = "status = 'pending'";

    public static QueueTable Table { get; } = new("event_deliveries", Topics.EventDeliveries, Pending) { Partition = "tenant_id" };
}
