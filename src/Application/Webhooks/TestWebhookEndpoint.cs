using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>Sends <c>webhook.test</c> to one endpoint, whatever types it wants, by a manager.</summary>
public sealed record TestWebhookEndpoint(WebhookEndpointId Id) : ICommand<WebhookDeliveryDto>;

internal sealed class TestWebhookEndpointHandler(IAppDb db, ICaller caller, IWebhookBody body, TimeProvider clock)
    : IRequestHandler<TestWebhookEndpoint, Result<WebhookDeliveryDto>>
{
    public async Task<Result<WebhookDeliveryDto>> Handle(TestWebhookEndpoint command, CancellationToken cancellationToken)
    {
        var endpoint = await db.WebhookEndpointsOf(caller).AsNoTracking().SingleOrDefaultAsync(e => e.Id == command.Id, cancellationToken);
        if (endpoint is null)
            return WebhookErrors.EndpointNotFound;
        if (await db.RefusalAsync(caller, endpoint.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;
        if (!endpoint.Enabled)
            return WebhookErrors.EndpointDisabled;
        if (await db.IsFullAsync(endpoint.Id, cancellationToken))
            return WebhookErrors.TooManyPending;

        var now = clock.GetUtcNow();
        var data = JsonSerializer.SerializeToElement(new Dictionary<string, Guid>(StringComparer.Ordinal) { ["webhook_endpoint_id"] = endpoint.Id.Value });
        var test = EventDto.From(new PublicEvent(
            Position: 0, Guid.CreateVersion7(now), WebhookDelivery.TestEvent, endpoint.TenantId, endpoint.Id.Value, now, data));
        var delivery = WebhookDelivery.Queue(endpoint, test.Id, test.Type, body.Of(test), now);
        db.WebhookDeliveries.Add(delivery);
        await db.SaveChangesAsync(cancellationToken);
        return WebhookDeliveryDto.From(delivery);
    }
}
