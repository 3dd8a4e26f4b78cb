using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>With its deliveries, by a manager.</summary>
public sealed record DeleteWebhookEndpoint(WebhookEndpointId Id) : ICommand, INeedsSecondFactor;

internal sealed class DeleteWebhookEndpointHandler(IAppDb db, ICaller caller) : IRequestHandler<DeleteWebhookEndpoint, Result>
{
    public async Task<Result> Handle(DeleteWebhookEndpoint command, CancellationToken cancellationToken)
    {
        var endpoint = await db.WebhookEndpointsOf(caller).AsNoTracking().SingleOrDefaultAsync(e => e.Id == command.Id, cancellationToken);
        if (endpoint is null)
            return WebhookErrors.EndpointNotFound;
        if (await db.RefusalAsync(caller, endpoint.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;

        // Whatever a worker notes about it meanwhile.
        await db.WebhookEndpoints.Where(e => e.Id == command.Id).ExecuteDeleteAsync(cancellationToken);
        return Result.Success;
    }
}
