using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Events;

/// <summary>
/// Gives committed events their place in the order that readers follow, and writes a delivery for each consumer, in one transaction. One
/// process at a time does it, so that places become visible in their order. Positions do not: the transaction that took the lower one
/// may commit last, and a reader that remembers positions would never see its events.
/// </summary>
/// <remarks>Readers publish before they read, so that none depends on a worker.</remarks>
internal sealed class EventPublisher
{
    private const int Batch = 500;
    private readonly IServiceScopeFactory scopes;
    private readonly TimeProvider clock;
    private readonly SingleFlight publishing;
    private readonly ILookup<string, string> consumers;

    public EventPublisher(IServiceScopeFactory scopes, TimeProvider clock)
    {
        (this.scopes, this.clock) = (scopes, clock);
        publishing = new(PublishAllAsync);
        using var scope = scopes.CreateScope();
        consumers = scope.ServiceProvider.GetServices<IEventConsumer>().SelectMany(c => c.Events.Select(e => (Event: e, c.Name)))
            .ToLookup(c => c.Event, c => c.Name, StringComparer.Ordinal);
    }

    public bool HasConsumer(string eventName) => consumers.Contains(eventName);

    /// <summary>Afterwards all that was committed before the call has its place.</summary>
    public Task PublishAsync(CancellationToken cancellationToken) => publishing.RunAsync(cancellationToken);

    private async Task PublishAllAsync()
    {
        while (await PublishBatchAsync(CancellationToken.None) == Batch)
        {
            // There may be more.
        }
    }

    private async Task<int> PublishBatchAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        if (!await db.Events.AnyAsync(e => e.DispatchedAt == null, cancellationToken))
            return 0;

        return await db.InTransactionAsync(
            async token =>
            {
                // A statement of its own: the next one must see what the publisher before committed.
                await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('events'))", token);
                var published = await PlaceAsync(db, token);
                await HandOutAsync(db, published, token);
                return published.Count;
            },
            cancellationToken);
    }

    private async Task<List<EventRow>> PlaceAsync(AppDb db, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Events.FromSql(
            $"""
            with waiting as (
                select position from events where dispatched_at is null order by position limit {Batch}),
            batch as (
                select position, nextval('event_sequence') as place from waiting)
            update events set dispatched_at = {now}, sequence = batch.place from batch where events.position = batch.position
            returning events.*
            """).AsNoTracking().ToListAsync(cancellationToken);
    }

    // Nothing but these rows is touched: what a consumer needs, and whom it waits for, is its delivery's affair.
    private async Task HandOutAsync(AppDb db, List<EventRow> published, CancellationToken cancellationToken)
    {
        var deliveries = published.SelectMany(e => consumers[e.Name].Select(consumer => (e.Position, e.TenantId, Consumer: consumer))).ToList();
        if (deliveries.Count == 0)
            return;

        var now = clock.GetUtcNow();
        var ids = deliveries.Select(_ => Guid.CreateVersion7(now)).ToArray();
        var (positions, names) = (deliveries.Select(d => d.Position).ToArray(), deliveries.Select(d => d.Consumer).ToArray());
        var tenants = deliveries.Select(d => d.TenantId).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            with handed_out as (
                insert into event_deliveries (id, event_position, tenant_id, consumer, status, run_after, attempts, pauses, fence)
                select id, position, tenant, consumer, 'pending', statement_timestamp(), 0, 0, 0
                from unnest({ids}, {positions}, {tenants}, {names}) as d(id, position, tenant, consumer))
            select pg_notify({NotificationChannel.Name}, {$"{Topics.EventDeliveries}:"})
            """,
            cancellationToken);
    }
}
