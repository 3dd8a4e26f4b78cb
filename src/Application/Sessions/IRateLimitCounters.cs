namespace SaaSOdoo.Application.Sessions;

/// <summary>Counts requests of one source in a window of time, for all processes together and across restarts.</summary>
public interface IRateLimitCounters
{
    /// <summary>Counts one more.</summary>
    /// <param name="source">What is counted for: an address.</param>
    /// <param name="window">Starts with the source's first request, and again with the first after its end.</param>
    Task<RateLimitCount> CountAsync(string source, TimeSpan window, CancellationToken cancellationToken);
}

/// <param name="Requests">In this window, with the present one.</param>
/// <param name="Left">Until the window ends.</param>
public sealed record RateLimitCount(int Requests, TimeSpan Left);
