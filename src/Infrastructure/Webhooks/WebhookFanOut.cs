using Microsoft.EntityFrameworkCore;
using Npgsql;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.Events;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>Writes one delivery of a public event for each endpoint that wants it.</summary>
internal sealed class WebhookFanOut(AppDb db, IWebhookBody body, TimeProvider clock) : IEventConsumer
{
    public string Name => "webhooks";

    public IReadOnlyCollection<string> Events { get; } = [.. PublicEvents.All.Keys];

    public async Task ConsumeAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        if (recorded.Public is not { } happened)
            return;

        var wanting = (await EndpointsAsync(happened.TenantId.Value, cancellationToken)).Where(e => e.Wants(happened.Type)).ToList();
        if (wanting.Count == 0)
            return;

        var told = await db.WebhookDeliveries.Where(d => d.EventId == happened.Id && wanting.Select(e => e.Id).Contains(d.EndpointId))
            .Select(d => d.EndpointId).ToListAsync(cancellationToken);
        var text = body.Of(EventDto.From(happened));
        var now = clock.GetUtcNow();
        db.WebhookDeliveries.AddRange(
            wanting.Where(e => !told.Contains(e.Id)).Select(e => WebhookDelivery.Queue(e, happened.Id, happened.Type, text, now)));
        await db.SaveChangesAsync(cancellationToken);
    }

    // Locked against deletion until the deliveries are in; changes and attempts go on. One that is being deleted, or locked by somebody, is
    // not waited for: that would hold up the events of other tenants.
    private async Task<List<WebhookEndpoint>> EndpointsAsync(Guid tenant, CancellationToken cancellationToken)
    {
        try
        {
            return await db.WebhookEndpoints
                .FromSql($"select *, xmin from webhook_endpoints where tenant_id = {tenant} and enabled order by id for key share nowait")
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
