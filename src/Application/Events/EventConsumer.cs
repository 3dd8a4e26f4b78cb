using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Events;

/// <summary>
/// Reacts to events. Delivered at least once, in a transaction that also records the delivery: what the consumer saves through
/// <c>IAppDb</c> happens exactly once. An exception means "again later"; after the last attempt the delivery is kept as dead.
/// </summary>
public interface IEventConsumer
{
    /// <summary>Stable; deliveries are recorded under it.</summary>
    string Name { get; }

    Type EventType { get; }

    Task ConsumeAsync(DomainEvent domainEvent, CancellationToken cancellationToken);
}

public abstract class EventConsumer<TEvent> : IEventConsumer where TEvent : DomainEvent
{
    public abstract string Name { get; }

    public Type EventType => typeof(TEvent);

    public Task ConsumeAsync(DomainEvent domainEvent, CancellationToken cancellationToken) =>
        ConsumeAsync((TEvent)domainEvent, cancellationToken);

    protected abstract Task ConsumeAsync(TEvent domainEvent, CancellationToken cancellationToken);
}

/// <summary>The event cannot be consumed yet; it is delivered again later. Expected, so not logged as an error.</summary>
public sealed class NotYetException(string reason) : Exception(reason);
