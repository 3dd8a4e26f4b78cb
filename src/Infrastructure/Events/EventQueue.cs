using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Events;

/// <summary>The deliveries of events as a queue, shared evenly among consumers.</summary>
internal sealed class EventQueue(NpgsqlDataSource database, IOptions<EventOptions> options, TimeProvider clock)
    : LeasedQueue(database, Table, options.Value.Lease, clock)
{
    public const string Pending = "status = 'pending'";

    public static QueueTable Table { get; } = new("event_deliveries", Topics.EventDeliveries, Pending) { Partition = "consumer" };
}
