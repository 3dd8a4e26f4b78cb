using System.Text.Json;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Events;

/// <summary>
/// The recorded events, in an order that never changes and to which nothing is added but at the end: a reader that remembers the last
/// position it saw misses nothing, whichever transaction commits first.
/// </summary>
public interface IEventFeed
{
    /// <summary>The events of one thing, live: those after a position at once, then each as it is saved.</summary>
    /// <param name="subject">Id of what they happened to.</param>
    /// <param name="after">Position of the last event the reader has; 0 for all.</param>
    /// <returns>Goes on until it is cancelled.</returns>
    IAsyncEnumerable<FeedEvent> ReadAsync(Guid subject, long after, CancellationToken cancellationToken);

    /// <summary>Only those that are recorded by now.</summary>
    Task<IReadOnlyList<FeedEvent>> PastAsync(Guid subject, long after, CancellationToken cancellationToken);

    /// <summary>A tenant's public events after a position, oldest first.</summary>
    /// <param name="type">Wire name of the only type wanted; null for all public ones.</param>
    Task<IReadOnlyList<PublicEvent>> PastOfTenantAsync(TenantId tenant, string? type, long after, int limit, CancellationToken cancellationToken);

    /// <summary>A tenant's public events, live.</summary>
    /// <returns>Goes on until it is cancelled.</returns>
    IAsyncEnumerable<PublicEvent> ReadOfTenantAsync(TenantId tenant, long after, CancellationToken cancellationToken);

    /// <summary>The position of the last event recorded by now; 0 when there is none.</summary>
    Task<long> EndAsync(CancellationToken cancellationToken);
}

/// <param name="Position">Grows; what a reader resumes from.</param>
/// <param name="Name">Wire name (<c>operation.progressed</c>).</param>
/// <param name="Payload">JSON.</param>
public sealed record FeedEvent(long Position, string Name, string Payload);

/// <summary>An event as customers see it, in lists, streams and webhooks alike.</summary>
/// <param name="Position">Where it stands among all events.</param>
/// <param name="Subject">Id of what it happened to.</param>
public sealed record PublicEvent(
    long Position, Guid Id, string Type, TenantId TenantId, Guid Subject, DateTimeOffset OccurredAt, JsonElement Data);
