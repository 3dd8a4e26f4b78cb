using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>Without its secret.</summary>
public sealed record GetWebhookEndpoint(WebhookEndpointId Id) : IQuery<WebhookEndpointDto>;

internal sealed class GetWebhookEndpointHandler(IAppDb db, ICaller caller, TimeProvider clock)
    : IRequestHandler<GetWebhookEndpoint, Result<WebhookEndpointDto>>
{
    public async Task<Result<WebhookEndpointDto>> Handle(GetWebhookEndpoint query, CancellationToken cancellationToken)
    {
        var endpoint = await db.WebhookEndpointsOf(caller).AsNoTracking().SingleOrDefaultAsync(e => e.Id == query.Id, cancellationToken);
        return endpoint is null ? WebhookErrors.EndpointNotFound : WebhookEndpointDto.From(endpoint, clock.GetUtcNow());
    }
}
