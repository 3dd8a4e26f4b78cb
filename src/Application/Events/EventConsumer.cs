using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Events;

/// <summary>
/// Reacts to events. Delivered at least once, in a transaction that also records the delivery: what the consumer saves through
/// <c>IAppDb</c> happens exactly once. An exception means "again later"; after the last attempt the delivery is kept as dead. Several events
/// are delivered at a time, in no promised order.
/// </summary>
public interface IEventConsumer
{
    /// <summary>Stable; deliveries are recorded under it.</summary>
    string Name { get; }

    /// <summary>Wire names of the events it reacts to.</summary>
    IReadOnlyCollection<string> Events { get; }

    Task ConsumeAsync(RecordedEvent recorded, CancellationToken cancellationToken);
}

/// <summary>One that only adds rows and waits for no lock: many events are consumed in one transaction, all or none of them.</summary>
public interface IBatchConsumer : IEventConsumer
{
    Task ConsumeAsync(IReadOnlyList<RecordedEvent> recorded, CancellationToken cancellationToken);
}

/// <summary>An event as it was saved.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Public">As customers see it; null when it is of no tenant, or has no place in their order yet. Its id tells a consumer outside of the database a repetition.</param>
public sealed record RecordedEvent(DomainEvent Event, PublicEvent? Public);

public abstract class EventConsumer<TEvent> : IEventConsumer where TEvent : DomainEvent
{
    public abstract string Name { get; }

    public IReadOnlyCollection<string> Events { get; } = [EventNames.NameOf(typeof(TEvent))];

    public Task ConsumeAsync(RecordedEvent recorded, CancellationToken cancellationToken) =>
        ConsumeAsync((TEvent)recorded.Event, cancellationToken);

    protected abstract Task ConsumeAsync(TEvent domainEvent, CancellationToken cancellationToken);
}

/// <summary>The event cannot be consumed yet; it is delivered again later. Expected, so not logged as an error.</summary>
public sealed class NotYetException(string reason) : Exception(reason)
{
    /// <summary>What was saved before is kept; the rest is done when the event comes again.</summary>
    public bool KeepsChanges { get; private init; }

    public static NotYetException After(string reason) => new(reason) { KeepsChanges = true };
}
