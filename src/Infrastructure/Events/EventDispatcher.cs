using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Events;

/// <summary>Delivers claimed events to their consumers. What a consumer saves and that it is delivered are one transaction, under the fence.</summary>
internal sealed partial class EventDispatcher(IServiceScopeFactory scopes, TimeProvider clock, ILogger<EventDispatcher> logger)
{
    /// <summary>In one transaction those whose consumers take many at a time: all of them, or none if one fails, which is found out one by one.</summary>
    /// <returns>Those that are left.</returns>
    public async Task<IReadOnlyList<Lease>> DeliverTogetherAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            var delivered = await db.InTransactionAsync(token => ConsumeTogetherAsync(scope.ServiceProvider, db, leases, token), cancellationToken);
            return [.. leases.Where(l => !delivered.Contains(l.Id))];
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NotTogether(e, leases.Count);
            return leases;
        }
    }

    /// <exception cref="LeaseLostException">Another worker has it by now; nothing was saved.</exception>
    public async Task DeliverAsync(Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AppDb>();
            await db.InTransactionAsync(token => ConsumeAsync(scope.ServiceProvider, db, lease, token), cancellationToken);
        }
        catch (Exception e) when (e is not LeaseLostException && !cancellationToken.IsCancellationRequested)
        {
            await RecordFailureAsync(lease, e);
        }
    }

    private static async Task<HashSet<Guid>> ConsumeTogetherAsync(
        IServiceProvider services, AppDb db, IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        var consumers = services.GetServices<IEventConsumer>().OfType<IBatchConsumer>().ToDictionary(c => c.Name, StringComparer.Ordinal);
        var fences = leases.ToDictionary(l => l.Id, l => l.Fence);
        var deliveries = await db.EventDeliveries.Include(d => d.Event)
            .Where(d => fences.Keys.Contains(d.Id) && consumers.Keys.Contains(d.Consumer) && d.Status == DeliveryStatus.Pending && d.Attempts == 0)
            .OrderBy(d => d.EventPosition).ToListAsync(cancellationToken);
        deliveries.RemoveAll(d => d.Fence != fences[d.Id]);
        foreach (var ofConsumer in deliveries.GroupBy(d => d.Consumer, StringComparer.Ordinal))
            await consumers[ofConsumer.Key].ConsumeAsync([.. ofConsumer.Select(d => d.Event.ToRecorded())], cancellationToken);

        deliveries.ForEach(d => d.Deliver());
        await db.SaveChangesAsync(cancellationToken);
        return [.. deliveries.Select(d => d.Id)];
    }

    private async Task ConsumeAsync(IServiceProvider services, AppDb db, Lease lease, CancellationToken cancellationToken)
    {
        var delivery = await LeasedAsync(db.EventDeliveries.Include(d => d.Event), lease, cancellationToken);
        if (delivery.Attempts >= EventDelivery.MaxAttempts)
            throw new InvalidOperationException("Workers took it again and again and never came back.");

        var consumer = services.GetServices<IEventConsumer>().Single(c => c.Name == delivery.Consumer);
        try
        {
            await consumer.ConsumeAsync(delivery.Event.ToRecorded(), cancellationToken);
            delivery.Deliver();
        }
        catch (NotYetException notYet) when (notYet.KeepsChanges)
        {
            delivery.Wait(notYet.Message, clock.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    // In a scope of its own: the other one's context holds what the consumer changed.
    private async Task RecordFailureAsync(Lease lease, Exception exception)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var delivery = await LeasedAsync(db.EventDeliveries, lease, CancellationToken.None);
        if (exception is NotYetException)
            delivery.Wait(exception.Message, clock.GetUtcNow());
        else
        {
            Failed(exception, delivery.Consumer, delivery.EventPosition);
            delivery.Fail(exception.GetType().Name, clock.GetUtcNow());
        }

        try
        {
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new LeaseLostException();
        }
    }

    private static async Task<EventDelivery> LeasedAsync(IQueryable<EventDelivery> deliveries, Lease lease, CancellationToken cancellationToken) =>
        await deliveries.SingleOrDefaultAsync(d => d.Id == lease.Id && d.Fence == lease.Fence && d.Status == DeliveryStatus.Pending, cancellationToken)
        ?? throw new LeaseLostException();

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} events could not be delivered in one go; one by one now")]
    private partial void NotTogether(Exception exception, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Consumer} failed on event {Position}")]
    private partial void Failed(Exception exception, string consumer, long position);
}
