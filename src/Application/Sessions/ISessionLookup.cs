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

/// <summary>Finds the API key behind a bearer token: as <see cref="ISessionLookup"/>.</summary>
public interface IApiKeyLookup
{
    /// <inheritdoc cref="ISessionLookup.FindAsync"/>
    Task<AuthenticatedKey?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken);
}

/// <summary>Whether there is such a customer, deleted ones not counted, for an operator who wants to act for them.</summary>
public interface ICustomerLookup
{
    Task<bool> ExistsAsync(CustomerId id, CancellationToken cancellationToken);
}

public sealed record AuthenticatedKey(CustomerId CustomerId, ApiKeyId ApiKeyId, IReadOnlyCollection<string> Scopes);
