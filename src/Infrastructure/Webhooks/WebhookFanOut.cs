using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Events;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>Writes one delivery for each event and each endpoint that wants it, in the transaction that publishes the events.</summary>
internal static class WebhookFanOut
{
    public static async Task AddAsync(AppDb db, List<EventRow> published, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var told = published.Where(e => e.TenantId is not null && PublicEvents.Contains(e.Name)).OrderBy(e => e.Sequence).ToList();
        if (told.Count == 0)
            return;

        // Locked against deletion until the deliveries are in; changes and attempts go on.
        var tenants = told.Select(e => e.TenantId!.Value).Distinct().ToArray();
        var endpoints = await db.WebhookEndpoints
            .FromSql($"select *, xmin from webhook_endpoints where tenant_id = any({tenants}) and enabled order by id for key share")
            .AsNoTracking().ToListAsync(cancellationToken);
        var deliveries = told.SelectMany(e => endpoints.Where(p => p.TenantId.Value == e.TenantId && p.Wants(e.Name)).Select(p => Queue(p, e, now))).ToList();
        if (deliveries.Count == 0)
            return;

        db.WebhookDeliveries.AddRange(deliveries);
        await db.SaveChangesAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_notify({NotificationChannel.Name}, {deliveries[0].EndpointId.Value.ToString()})", cancellationToken);
    }

    private static WebhookDelivery Queue(WebhookEndpoint endpoint, EventRow row, DateTimeOffset now) =>
        WebhookDelivery.Queue(endpoint, row.Id, row.Name, WebhookBody.Of(EventDto.From(row.ToPublic())), now);
}
