using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.ApiKeys;

/// <summary>Finds the API key behind a bearer token: one SQL read per request, so that a revoked key is dead at once on every node.</summary>
public interface IApiKeyLookup
{
    /// <param name="tokenHash">SHA-256 of the key as presented (its UTF-8 bytes).</param>
    /// <returns>Null unless the key is neither revoked nor expired and its customer is active.</returns>
    Task<AuthenticatedKey?> FindAsync(byte[] tokenHash, CancellationToken cancellationToken);
}

public sealed record AuthenticatedKey(CustomerId CustomerId, ApiKeyId ApiKeyId, IReadOnlyCollection<string> Scopes);
