using System.Linq.Expressions;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.ApiKeys;

/// <summary>An API key as its owner sees it: never the key itself.</summary>
/// <param name="Prefix">How the key begins, to recognize it by.</param>
/// <param name="ExpiresAt">Null: it does not expire.</param>
/// <param name="LastUsedAt">To the minute; null: never.</param>
public record ApiKeyDto(
    ApiKeyId Id, string Name, string Prefix, List<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt)
{
    internal static Expression<Func<ApiKey, ApiKeyDto>> Projection { get; } = k => new ApiKeyDto(
        k.Id, k.Name, k.Prefix, k.Scopes, k.CreatedAt, k.ExpiresAt, k.LastUsedAt);

    private static readonly Func<ApiKey, ApiKeyDto> InMemory = Projection.Compile();

    internal static ApiKeyDto From(ApiKey key) => InMemory(key);
}

/// <summary>A key just made.</summary>
public sealed record NewApiKeyDto : ApiKeyDto
{
    public NewApiKeyDto(ApiKeyDto key, string secret) : base(key) => Secret = secret;

    /// <summary>The key, to be sent as bearer token. Shown this once; only its hash is kept.</summary>
    public string Secret { get; }

    public override string ToString() => nameof(NewApiKeyDto);
}
