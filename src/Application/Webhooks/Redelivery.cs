using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

internal static class Redelivery
{
    /// <summary>
    /// Queues a delivery once more, from the beginning, and saves it. 409 <c>webhook.too_many_pending</c>, whoever asks: operators could else
    /// fill an endpoint that does not answer; <c>webhook.endpoint_disabled</c>.
    /// </summary>
    public static async Task<Result> RedeliverAsync(
        this IAppDb db, WebhookDelivery delivery, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await db.IsFullAsync(delivery.EndpointId, cancellationToken))
            return WebhookErrors.TooManyPending;

        var endpoint = await db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == delivery.EndpointId, cancellationToken);
        if (delivery.Redeliver(endpoint, now) is { IsFailure: true } refused)
            return refused;

        await db.SaveChangesAsync(cancellationToken);
        return Result.Success;
    }
}
