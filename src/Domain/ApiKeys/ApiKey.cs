using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.ApiKeys;

/// <summary>
/// A program's way in: does for its customer what its scopes say, and nothing that concerns the account itself. The key is shown once and
/// stored as SHA-256. Valid iff not revoked, not expired and its customer active.
/// </summary>
public sealed class ApiKey : AggregateRoot
{
    /// <summary>Tells a key from a session's token, also for those who scan for leaked secrets.</summary>
    public const string Mark = "sodoo_";
    public const int NameMaxLength = 100;
    public const int TokenHashLength = 32;

    /// <summary>Characters of the key that are kept to recognize it by: its mark and 36 of 256 random bits.</summary>
    public const int PrefixLength = 12;
    public const int MaxPerCustomer = 50;

    private ApiKey()
    {
    }

    public ApiKeyId Id { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public string Name { get; private set; } = "";
    public string Prefix { get; private set; } = "";
    public byte[] TokenHash { get; private set; } = [];
    public List<string> Scopes { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Null: it does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }
    public DateTimeOffset? LastUsedAt { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <param name="token">The whole key; only its beginning is kept.</param>
    /// <param name="tokenHash">SHA-256 of the whole key.</param>
    public static Result<ApiKey> Create(
        CustomerId customer, string? name, IReadOnlyCollection<string>? scopes, DateTimeOffset? expiresAt, string token, byte[] tokenHash,
        DateTimeOffset now)
    {
        var errors = new Errors();
        var checkedName = errors.Take(PlainName.Create("name", name, NameMaxLength));
        var checkedScopes = errors.Take(CheckScopes(scopes));
        if (expiresAt <= now)
            errors.Take(Error.Invalid("expires_at", "api_key.expired", "Choose a time in the future, or leave it out for a key that does not expire."));
        if (errors.Any)
            return errors.ToError();

        var key = new ApiKey
        {
            Id = NewId.Of<ApiKeyId>(now),
            CustomerId = customer,
            Name = checkedName!,
            Prefix = token[..PrefixLength],
            TokenHash = tokenHash,
            Scopes = checkedScopes!,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        key.Raise(new ApiKeyCreated(key.Id, customer, now));
        return key;
    }

    public void Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null)
            return;

        RevokedAt = now;
        Raise(new ApiKeyRevoked(Id, CustomerId, now));
    }

    /// <summary>Sorted and each once. Named in full when one is unknown, since a typing error must not make a weaker key than wanted.</summary>
    public static Result<List<string>> CheckScopes(IReadOnlyCollection<string>? scopes)
    {
        var wanted = (scopes ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return wanted.Count > 0 && wanted.TrueForAll(ApiKeys.Scopes.All.Contains)
            ? wanted
            : Error.Invalid(
                "scopes", "api_key.scopes_invalid", $"Choose at least one of: {string.Join(", ", ApiKeys.Scopes.All.Order(StringComparer.Ordinal))}.");
    }
}
