using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

public sealed record GetWebhookDelivery(WebhookDeliveryId Id) : IQuery<WebhookDeliveryDto>;

internal sealed class GetWebhookDeliveryHandler(IAppDb db, ICaller caller) : IRequestHandler<GetWebhookDelivery, Result<WebhookDeliveryDto>>
{
    public async Task<Result<WebhookDeliveryDto>> Handle(GetWebhookDelivery query, CancellationToken cancellationToken)
    {
        var delivery = await db.WebhookDeliveriesOf(caller).AsNoTracking().SingleOrDefaultAsync(d => d.Id == query.Id, cancellationToken);
        return delivery is null ? WebhookErrors.DeliveryNotFound : WebhookDeliveryDto.From(delivery);
    }
}
