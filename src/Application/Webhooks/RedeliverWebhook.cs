using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>Sends it once more, under the same id and with all its retries, by a manager.</summary>
public sealed record RedeliverWebhook(WebhookDeliveryId Id) : ICommand<WebhookDeliveryDto>;

internal sealed class RedeliverWebhookHandler(IAppDb db, ICaller caller, TimeProvider clock)
    : IRequestHandler<RedeliverWebhook, Result<WebhookDeliveryDto>>
{
    public async Task<Result<WebhookDeliveryDto>> Handle(RedeliverWebhook command, CancellationToken cancellationToken)
    {
        var delivery = await db.WebhookDeliveriesOf(caller).SingleOrDefaultAsync(d => d.Id == command.Id, cancellationToken);
        if (delivery is null)
            return WebhookErrors.DeliveryNotFound;
        if (await db.RefusalAsync(caller, delivery.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;
        if (await db.RedeliverAsync(delivery, clock.GetUtcNow(), cancellationToken) is { IsFailure: true } refused)
            return refused.Error;

        return WebhookDeliveryDto.From(delivery);
    }
}
