using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Webhooks;

/// <summary>Why an endpoint gets nothing.</summary>
public enum WebhookDisabledReason
{
    /// <summary>Its owner switched it off.</summary>
    Owner,

    /// <summary>It answered 410: it wants no more.</summary>
    Gone,

    /// <summary>Nothing got through for as long as a delivery is tried.</summary>
    Failing,

    /// <summary>Its tenant is terminated.</summary>
    TenantTerminated,
}

/// <summary>An address of a tenant's that is told of its events, signed with a secret that both sides know.</summary>
public sealed class WebhookEndpoint : AggregateRoot
{
    public const int MaxPerTenant = 10;

    /// <summary>With so many waiting, customers cannot add more by hand; events still do.</summary>
    public const int MaxPending = 100;

    private WebhookEndpoint()
    {
    }

    /// <summary>How long the secret before signs as well, so that a receiver can change over without losing an event.</summary>
    public static TimeSpan Overlap { get; } = TimeSpan.FromHours(24);

    public WebhookEndpointId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public Uri Url { get; private set; } = null!;
    public List<string> EventTypes { get; private set; } = [];
    public string? Description { get; private set; }
    public bool Enabled { get; private set; }
    public WebhookDisabledReason? DisabledReason { get; private set; }

    /// <summary>When the first attempt failed since the last that succeeded; null while it works.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    /// <summary>Encrypted.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>Encrypted; the one before, which signs until <see cref="PreviousSecretUntil"/>.</summary>
    public string? PreviousSecret { get; private set; }
    public DateTimeOffset? PreviousSecretUntil { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <param name="secret">Encrypted already.</param>
    public static WebhookEndpoint Create(TenantId tenant, WebhookSettings settings, string secret, DateTimeOffset now)
    {
        var endpoint = new WebhookEndpoint { Id = NewId.Of<WebhookEndpointId>(now), TenantId = tenant, Secret = secret, CreatedAt = now };
        endpoint.Change(settings, now);
        return endpoint;
    }

    /// <summary>Enabling it again forgets that it failed.</summary>
    public void Change(WebhookSettings settings, DateTimeOffset now)
    {
        (Url, EventTypes, Description, UpdatedAt) = (settings.Url, settings.EventTypes, settings.Description, now);
        if (settings.Enabled)
            (FailingSince, DisabledReason) = (Enabled ? FailingSince : null, null);
        else
            DisabledReason ??= WebhookDisabledReason.Owner;
        Enabled = settings.Enabled;
    }

    /// <summary>The secret in use stays valid for <see cref="Overlap"/>; one that was before it ends now.</summary>
    /// <param name="secret">Encrypted already.</param>
    public void Rotate(string secret, DateTimeOffset now) =>
        (PreviousSecret, PreviousSecretUntil, Secret, UpdatedAt) = (Secret, now + Overlap, secret, now);

    /// <summary>Those that sign now, the newest first; encrypted.</summary>
    public IReadOnlyList<string> SigningSecrets(DateTimeOffset now) =>
        PreviousSecret is { } previous && PreviousSecretUntil > now ? [Secret, previous] : [Secret];

    public bool Wants(string eventType) => EventTypes.Contains(WebhookSettings.Everything) || EventTypes.Contains(eventType);

    /// <summary>Takes note of how an attempt went; the delivery has recorded it already.</summary>
    public void Note(WebhookDelivery delivery, WebhookAttempt attempt, DateTimeOffset now)
    {
        if (attempt.Succeeded)
        {
            FailingSince = null;
            return;
        }

        FailingSince ??= attempt.At;
        if (attempt.IsGone)
            Disable(WebhookDisabledReason.Gone, now);
        else if (delivery.Status == WebhookDeliveryStatus.Dead && FailingSince <= delivery.RoundBeganAt)
            Disable(WebhookDisabledReason.Failing, now);
    }

    /// <summary>Without an event of its own: the tenant's says it.</summary>
    public void EndWithTenant(DateTimeOffset now) =>
        (Enabled, DisabledReason, UpdatedAt) = (false, WebhookDisabledReason.TenantTerminated, now);

    private void Disable(WebhookDisabledReason reason, DateTimeOffset now)
    {
        if (!Enabled)
            return;

        (Enabled, DisabledReason, UpdatedAt) = (false, reason, now);
        Raise(new WebhookEndpointDisabled(Id, TenantId, reason, now));
    }
}
