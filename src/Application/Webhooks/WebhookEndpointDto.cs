using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>An address that is told of a tenant's events.</summary>
/// <param name="EventTypes">Names of public events, or <c>*</c> for all.</param>
/// <param name="DisabledReason">Null while it is enabled.</param>
/// <param name="FailingSince">When the first attempt failed since the last that succeeded; null while it works.</param>
/// <param name="PreviousSecretUntil">Until when the secret before signs as well; null when there is none.</param>
/// <param name="Secret">Shown once, when it is made: <c>whsec_</c> and base64, as Standard Webhooks says. Null otherwise.</param>
public sealed record WebhookEndpointDto(
    WebhookEndpointId Id,
    TenantId TenantId,
    Uri Url,
    IReadOnlyList<string> EventTypes,
    string? Description,
    bool Enabled,
    WebhookDisabledReason? DisabledReason,
    DateTimeOffset? FailingSince,
    DateTimeOffset? PreviousSecretUntil,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    uint Version,
    string? Secret = null) : IVersioned
{
    internal static WebhookEndpointDto From(WebhookEndpoint e, DateTimeOffset now, string? secret = null) => new(
        e.Id, e.TenantId, e.Url, e.EventTypes, e.Description, e.Enabled, e.DisabledReason, e.FailingSince,
        e.PreviousSecretUntil > now ? e.PreviousSecretUntil : null, e.CreatedAt, e.UpdatedAt, e.Version, secret);

    // A record prints all its members; this one may hold the secret.
    public override string ToString() => nameof(WebhookEndpointDto);
}
