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
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <param name="Fence">Grew with this claim; whoever holds an older one may not write.</param>
internal sealed record WebhookClaim(WebhookDeliveryId Id, int Fence);

/// <summary>The deliveries as a queue: each claim is one statement that no other worker can share.</summary>
internal sealed class WebhookQueue(NpgsqlDataSource database, IOptions<WebhookOptions> options, TimeProvider clock)
{
    /// <summary>Takes the delivery that has waited longest, or whose worker died. Null when none is due, or all are of endpoints or tenants that are busy.</summary>
    public async Task<WebhookClaim?> ClaimAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            update webhook_deliveries set lease_until = $1, fence = fence + 1
            where id = (
                select d.id from webhook_deliveries d
                where d.status = 'pending' and d.next_attempt_at <= $2 and (d.lease_until is null or d.lease_until <= $2)
                  and d.endpoint_id not in (
                      select busy.endpoint_id from webhook_deliveries busy where busy.lease_until > $2
                      group by busy.endpoint_id having count(*) >= $3)
                  and d.tenant_id not in (
                      select busy.tenant_id from webhook_deliveries busy where busy.lease_until > $2
                      group by busy.tenant_id having count(*) >= $4)
                order by d.next_attempt_at limit 1 for update skip locked)
            returning id, fence
            """,
            now + options.Value.Lease, now, options.Value.PerEndpoint, options.Value.PerTenant);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new(new(reader.GetGuid(0)), reader.GetInt32(1)) : null;
    }

    /// <summary>Hands an unfinished delivery back: this process stops.</summary>
    public async Task LetGoAsync(WebhookClaim claim)
    {
        await using var command = database.CreateCommand(
            "update webhook_deliveries set lease_until = null where id = $1 and fence = $2", claim.Id.Value, claim.Fence);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}

internal sealed class WebhookOutbox(IAppDb db) : IWebhookOutbox
{
    public string BodyOf(EventDto happened) => WebhookBody.Of(happened);

    public Task WakeAsync(WebhookEndpointId endpoint, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"select pg_notify({NotificationChannel.Name}, {endpoint.Value.ToString()})", cancellationToken);
}

internal static class WebhookBody
{
    /// <summary>The event as <c>/events</c> shows it.</summary>
    public static string Of(EventDto e) => JsonSerializer.Serialize(
        new { e.Id, e.Type, e.TenantId, e.Subject, OccurredAt = e.OccurredAt.UtcDateTime, e.Data }, EventRow.Json);
}
