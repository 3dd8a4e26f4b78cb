using System.Text.Json;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Infrastructure.Events;

namespace SaaSOdoo.Infrastructure.Webhooks;

internal sealed class WebhookBody : IWebhookBody
{
    public string Of(EventDto happened) => JsonSerializer.Serialize(
        new { happened.Id, happened.Type, happened.TenantId, happened.Subject, happened.OccurredAt, happened.Data },
        EventRow.Json);
}
