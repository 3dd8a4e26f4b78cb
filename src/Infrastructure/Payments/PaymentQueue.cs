using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Payments;

/// <summary>The payments that the gateway is called for, or asked about, shared evenly among tenants.</summary>
internal sealed class PaymentQueue(NpgsqlDataSource database, IOptions<PaynowOptions> options, TimeProvider clock)
    : LeasedQueue(database, Table, options.Value.Timeout + Margin, clock)
{
    public const string Pending = "watched_until is not null";

    // After the time-out of a call, so that a slow gateway is not asked twice at once.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    public static QueueTable Table { get; } = new("payments", Topics.Payments, Pending) { Partition = "tenant_id" };
}
