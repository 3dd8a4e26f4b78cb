using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>Endpoints of the caller's tenants, newest first.</summary>
public sealed record ListWebhookEndpoints(TenantId? Tenant, Paging Paging) : IQuery<Page<WebhookEndpointDto>>;

internal sealed class ListWebhookEndpointsHandler(IAppDb db, ICaller caller, TimeProvider clock)
    : IRequestHandler<ListWebhookEndpoints, Result<Page<WebhookEndpointDto>>>
{
    public async Task<Result<Page<WebhookEndpointDto>>> Handle(ListWebhookEndpoints query, CancellationToken cancellationToken)
    {
        var endpoints = db.WebhookEndpointsOf(caller).AsNoTracking();
        if (query.Tenant is { } tenant)
            endpoints = endpoints.Where(e => e.TenantId == tenant);

        var now = clock.GetUtcNow();
        var found = await endpoints.NewestFirst(query.Paging, e => e.Id).ToListAsync(cancellationToken);
        return Page<WebhookEndpointDto>.Of([.. found.Select(e => WebhookEndpointDto.From(e, now))], query.Paging, e => e.Id.Value);
    }
}
