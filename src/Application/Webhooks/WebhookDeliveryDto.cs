using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>One event on its way to one endpoint.</summary>
/// <param name="Id">Sent as <c>webhook-id</c> at every attempt.</param>
/// <param name="DeadReason">Null unless it is dead.</param>
/// <param name="Attempts">The latest ones, oldest first. Answers' bodies are not kept.</param>
/// <param name="NextAttemptAt">Null when there is none.</param>
public sealed record WebhookDeliveryDto(
    WebhookDeliveryId Id,
    WebhookEndpointId EndpointId,
    Guid EventId,
    string EventType,
    WebhookDeliveryStatus Status,
    WebhookDeadReason? DeadReason,
    IReadOnlyList<WebhookAttempt> Attempts,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt)
{
    internal static WebhookDeliveryDto From(WebhookDelivery d) => new(
        d.Id, d.EndpointId, d.EventId, d.EventType, d.Status, d.DeadReason, d.AttemptLog,
        d.Status == WebhookDeliveryStatus.Pending ? d.RunAfter : null, d.CreatedAt, d.FinishedAt);
}
