using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Events;

/// <summary>Has events turned into deliveries and delivers what is due. Several processes may do it at once: rows are locked, locked rows are skipped.</summary>
internal sealed partial class EventDispatcher(
    EventPublisher publisher, IServiceScopeFactory scopes, TimeProvider clock, ILogger<EventDispatcher> logger)
{
    private const string BeforeConsumer = "before_consumer";
    private static readonly TimeSpan WaitForOthers = TimeSpan.FromSeconds(5);

    /// <summary>Does all that is due now.</summary>
    public async Task DispatchAsync(CancellationToken cancellationToken)
    {
        await publisher.PublishAsync(cancellationToken);
        while (await DeliverNextAsync(cancellationToken))
            cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<bool> DeliverNextAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var due = await db.EventDeliveries
            .FromSql($"select * from event_deliveries where status = 'pending' and next_attempt_at <= {now} order by next_attempt_at limit 1 for update skip locked")
            .ToListAsync(cancellationToken);
        if (due.Count == 0)
            return false;

        var delivery = due[0];
        await transaction.CreateSavepointAsync(BeforeConsumer, cancellationToken);
        try
        {
            var row = await db.Events.AsNoTracking().SingleAsync(e => e.Position == delivery.EventPosition, cancellationToken);
            var consumer = scope.ServiceProvider.GetServices<IEventConsumer>().Single(c => c.Name == delivery.Consumer);
            await consumer.ConsumeAsync(row.ToEvent(), cancellationToken);
            delivery.Deliver();
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The row stays locked: nobody else delivers it before its failure is recorded. The context forgets what the consumer changed.
            await transaction.RollbackToSavepointAsync(BeforeConsumer, cancellationToken);
            db.ChangeTracker.Clear();
            db.Attach(delivery);
            RecordFailure(delivery, e);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private void RecordFailure(EventDelivery delivery, Exception exception)
    {
        if (exception is NotYetException)
        {
            delivery.Wait(exception.Message, WaitForOthers, clock.GetUtcNow());
            return;
        }

        Failed(exception, delivery.Consumer, delivery.EventPosition);
        delivery.Fail(exception.GetType().Name, Backoff.After(delivery.Attempts + 1), clock.GetUtcNow());
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Consumer} failed on event {Position}")]
    private partial void Failed(Exception exception, string consumer, long position);
}
