using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Ports;

/// <summary>Who sends the request: set once by authentication, read by ownership checks.</summary>
public interface ICaller
{
    /// <summary>The customer behind the session.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is anonymous; a handler that asks is wired wrongly.</exception>
    CustomerId CustomerId { get; }

    /// <summary>The session presented, so that logout revokes exactly this one.</summary>
    SessionId SessionId { get; }

    bool IsAdmin { get; }

    /// <summary>Where the request came from, as text; null when unknown.</summary>
    string? IpAddress { get; }

    string? UserAgent { get; }
}
