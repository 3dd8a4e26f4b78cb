namespace SaaSOdoo.Application.Ports;

/// <summary>The recorded events of one thing, live: those after a position at once, then each as it is saved.</summary>
public interface IEventFeed
{
    /// <param name="subject">Id of what they happened to.</param>
    /// <param name="after">Position of the last event the reader has; 0 for all.</param>
    /// <returns>Goes on until it is cancelled.</returns>
    IAsyncEnumerable<FeedEvent> ReadAsync(Guid subject, long after, CancellationToken cancellationToken);

    /// <summary>Only those that are recorded by now.</summary>
    Task<IReadOnlyList<FeedEvent>> PastAsync(Guid subject, long after, CancellationToken cancellationToken);
}

/// <param name="Position">Grows; what a reader resumes from.</param>
/// <param name="Name">Wire name (<c>operation.progressed</c>).</param>
/// <param name="Payload">JSON.</param>
public sealed record FeedEvent(long Position, string Name, string Payload);
