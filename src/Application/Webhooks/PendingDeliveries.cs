using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

public static class PendingDeliveries
{
    /// <summary>Counted without a lock: a few more are no harm, thousands would be.</summary>
    public static async Task<bool> IsFullAsync(this IAppDb db, WebhookEndpointId endpoint, CancellationToken cancellationToken) =>
        await db.WebhookDeliveries.Where(d => d.EndpointId == endpoint && d.Status == WebhookDeliveryStatus.Pending)
            .Take(WebhookEndpoint.MaxPending).CountAsync(cancellationToken) == WebhookEndpoint.MaxPending;

    /// <summary>
    /// Gives up what waits for a disabled endpoint. The caller has changed the endpoint in the same transaction, so nobody records an attempt
    /// meanwhile; what is published meanwhile ends when it is claimed.
    /// </summary>
    public static Task EndPendingAsync(this IAppDb db, WebhookEndpointId endpoint, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.WebhookDeliveries.Where(d => d.EndpointId == endpoint && d.Status == WebhookDeliveryStatus.Pending)
            .ExecuteUpdateAsync(
                d => d.SetProperty(x => x.Status, WebhookDeliveryStatus.Dead).SetProperty(x => x.FinishedAt, now)
                    .SetProperty(x => x.DeadReason, WebhookDeadReason.EndpointDisabled),
                cancellationToken);

    /// <summary>With a tenant that is closed; the caller saves.</summary>
    internal static async Task EndWebhooksAsync(this IAppDb db, TenantId tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Locked as by those who record an attempt, before the deliveries are.
        var endpoints = await db.WebhookEndpoints
            .FromSql($"select *, xmin from webhook_endpoints where tenant_id = {tenant.Value} order by id for no key update")
            .ToListAsync(cancellationToken);
        foreach (var endpoint in endpoints)
        {
            endpoint.EndWithTenant(now);
            await db.EndPendingAsync(endpoint.Id, now, cancellationToken);
        }
    }
}
