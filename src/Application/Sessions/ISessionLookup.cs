using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Sessions;

/// <summary>Finds the session behind a bearer token: one SQL read per request, so that a revoked session is dead at once on every node.</summary>
public interface ISessionLookup
{
    /// <param name="tokenHash">SHA-256 of the token as presented (its UTF-8 bytes).</param>
    /// <returns>Null unless the session is neither revoked nor expired and its customer is active.</returns>
    Task<AuthenticatedSession?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken);
}

public sealed record AuthenticatedSession(CustomerId CustomerId, SessionId SessionId, IReadOnlyCollection<string> Roles);
