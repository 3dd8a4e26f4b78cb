using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Jobs;
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

internal sealed class WebhookOutbox(IAppDb db) : IWebhookOutbox
{
    public string BodyOf(EventDto happened) => WebhookBody.Of(happened);

    public Task WakeAsync(WebhookEndpointId endpoint, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"select pg_notify({NotificationChannel.Name}, {$"{Topics.Webhooks}:"})", cancellationToken);
}

internal static class WebhookBody
{
    /// <summary>The event as <c>/events</c> shows it.</summary>
    public static string Of(EventDto e) => JsonSerializer.Serialize(
        new { e.Id, e.Type, e.TenantId, e.Subject, OccurredAt = e.OccurredAt.UtcDateTime, e.Data }, EventRow.Json);
}
