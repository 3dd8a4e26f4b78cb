using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Webhooks;

/// <summary>The platform gave an endpoint up; its owner can enable it again.</summary>
[EventName("webhook_endpoint.disabled")]
public sealed record WebhookEndpointDisabled(
    WebhookEndpointId WebhookEndpointId, TenantId TenantId, WebhookDisabledReason Reason, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => WebhookEndpointId.Value;

    public override Guid? Tenant => TenantId.Value;
}
