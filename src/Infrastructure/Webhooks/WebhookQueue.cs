using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>The deliveries as a queue, shared evenly among tenants, and within a tenant among its endpoints.</summary>
internal sealed class WebhookQueue(NpgsqlDataSource database, IOptions<WebhookOptions> options, TimeProvider clock) : LeasedQueue(
    database,
    Table with { PerPartition = options.Value.PerEndpoint, PerGroup = options.Value.PerTenant },
    options.Value.Lease,
    clock)
{
    public const string Pending = "status = 'pending'";

    public static QueueTable Table { get; } = new("webhook_deliveries", Topics.Webhooks, Pending)
    {
        Partition = "endpoint_id",
        Group = "tenant_id",
    };
}
