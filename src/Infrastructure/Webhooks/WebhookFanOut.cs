using Microsoft.EntityFrameworkCore;
using Npgsql;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.Events;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>Writes one delivery of a public event for each endpoint that wants it.</summary>
internal sealed class WebhookFanOut(AppDb db, IWebhookBody body, TimeProvider clock) : IBatchConsumer
{
    public string Name => "webhooks";

    public IReadOnlyCollection<string> Events { get; } = [.. PublicEvents.All.Keys];

    public Task ConsumeAsync(RecordedEvent recorded, CancellationToken cancellationToken) => ConsumeAsync([recorded], cancellationToken);

    public async Task ConsumeAsync(IReadOnlyList<RecordedEvent> recorded, CancellationToken cancellationToken)
    {
        var happened = recorded.Select(r => r.Public).OfType<PublicEvent>().ToList();
        var endpoints = (await EndpointsAsync([.. happened.Select(e => e.TenantId.Value).Distinct()], cancellationToken)).ToLookup(e => e.TenantId);
        var wanted = happened.SelectMany(e => endpoints[e.TenantId].Where(endpoint => endpoint.Wants(e.Type)), (e, endpoint) => (Event: e, Endpoint: endpoint)).ToList();
        if (wanted.Count == 0)
            return;

        var (events, receivers) = (wanted.Select(w => w.Event.Id).Distinct().ToList(), wanted.Select(w => w.Endpoint.Id).Distinct().ToList());
        var told = (await db.WebhookDeliveries.Where(d => events.Contains(d.EventId) && receivers.Contains(d.EndpointId))
            .Select(d => new { d.EventId, d.EndpointId }).ToListAsync(cancellationToken)).Select(d => (d.EventId, d.EndpointId)).ToHashSet();
        var texts = wanted.Select(w => w.Event).Distinct().ToDictionary(e => e.Id, e => body.Of(EventDto.From(e)));
        var now = clock.GetUtcNow();
        db.WebhookDeliveries.AddRange(wanted.Where(w => !told.Contains((w.Event.Id, w.Endpoint.Id)))
            .Select(w => WebhookDelivery.Queue(w.Endpoint, w.Event.Id, w.Event.Type, texts[w.Event.Id], now)));
        await db.SaveChangesAsync(cancellationToken);
    }

    // Locked against deletion until the deliveries are in; changes and attempts go on. One that is being deleted, or locked by somebody, is
    // not waited for: that would hold up the events of other tenants.
    private async Task<List<WebhookEndpoint>> EndpointsAsync(Guid[] tenants, CancellationToken cancellationToken)
    {
        try
        {
            return await db.WebhookEndpoints
                .FromSql($"select *, xmin from webhook_endpoints where tenant_id = any({tenants}) and enabled order by id for key share nowait")
                .AsNoTracking().ToListAsync(cancellationToken);
        }
        catch (Exception e) when (IsLocked(e))
        {
            throw new NotYetException("An endpoint of the tenant is being changed.");
        }
    }

    // EF wraps what may be gone at a second try.
    private static bool IsLocked(Exception e) =>
        (e as PostgresException ?? e.InnerException as PostgresException)?.SqlState == PostgresErrorCodes.LockNotAvailable;
}
