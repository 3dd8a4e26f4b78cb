using System.Text.Json;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Infrastructure.Events;

namespace SaaSOdoo.Infrastructure.Webhooks;

internal static class WebhookBody
{
    /// <summary>The event as <c>/events</c> shows it.</summary>
    public static string Of(EventDto e) => JsonSerializer.Serialize(
        new { e.Id, e.Type, e.TenantId, e.Subject, OccurredAt = e.OccurredAt.UtcDateTime, e.Data }, EventRow.Json);
}
