using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>What was sent to an endpoint and what waits, newest first.</summary>
public sealed record ListWebhookDeliveries(WebhookEndpointId Endpoint, WebhookDeliveryStatus? Status, Paging Paging)
    : IQuery<Page<WebhookDeliveryDto>>;

internal sealed class ListWebhookDeliveriesHandler(IAppDb db, ICaller caller)
    : IRequestHandler<ListWebhookDeliveries, Result<Page<WebhookDeliveryDto>>>
{
    public async Task<Result<Page<WebhookDeliveryDto>>> Handle(ListWebhookDeliveries query, CancellationToken cancellationToken)
    {
        if (!await db.WebhookEndpointsOf(caller).AnyAsync(e => e.Id == query.Endpoint, cancellationToken))
            return WebhookErrors.EndpointNotFound;

        var deliveries = db.WebhookDeliveries.AsNoTracking().Where(d => d.EndpointId == query.Endpoint);
        if (query.Status is { } status)
            deliveries = deliveries.Where(d => d.Status == status);

        var found = await deliveries.NewestFirst(query.Paging, d => d.Id).ToListAsync(cancellationToken);
        return Page<WebhookDeliveryDto>.Of([.. found.Select(WebhookDeliveryDto.From)], query.Paging, d => d.Id.Value);
    }
}
