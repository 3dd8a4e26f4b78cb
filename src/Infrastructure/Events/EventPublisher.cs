using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Webhooks;

namespace SaaSOdoo.Infrastructure.Events;

/// <summary>
/// Gives committed events their place in the order that readers follow, and writes the deliveries they cause, in one transaction. One
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

    public EventPublisher(IServiceScopeFactory scopes, TimeProvider clock)
    {
        (this.scopes, this.clock) = (scopes, clock);
        publishing = new(PublishAllAsync);
    }

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

        // A statement of its own: the next one must see what the publisher before committed.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('events'))", cancellationToken);
        var published = await PlaceAsync(db, scope.ServiceProvider.GetServices<IEventConsumer>().ToList(), cancellationToken);
        await WebhookFanOut.AddAsync(db, published, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return published.Count;
    }

    private async Task<List<EventRow>> PlaceAsync(AppDb db, List<IEventConsumer> consumers, CancellationToken cancellationToken)
    {
        var names = consumers.Select(c => EventNames.NameOf(c.EventType)).ToArray();
        var wanting = consumers.Select(c => c.Name).ToArray();
        var now = clock.GetUtcNow();
        return await db.Events.FromSql(
            $"""
            with waiting as (
                select position, name from events where dispatched_at is null order by position limit {Batch}),
            batch as (
                select position, name, nextval('event_sequence') as place from waiting),
            delivered as (
                insert into event_deliveries (event_position, consumer, status, attempts, next_attempt_at)
                select batch.position, wanted.consumer, 'pending', 0, {now}
                from batch join unnest({names}, {wanting}) as wanted(name, consumer) on wanted.name = batch.name)
            update events set dispatched_at = {now}, sequence = batch.place from batch where events.position = batch.position
            returning events.*
            """).AsNoTracking().ToListAsync(cancellationToken);
    }
}
