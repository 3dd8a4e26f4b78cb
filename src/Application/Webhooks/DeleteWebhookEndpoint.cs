using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>With its deliveries, by a manager.</summary>
/// <param name="IfMatch">412 when the endpoint was changed since; null deletes it in any case.</param>
public sealed record DeleteWebhookEndpoint(WebhookEndpointId Id, IfMatch? IfMatch = null) : ICommand, INeedsSecondFactor;

internal sealed class DeleteWebhookEndpointHandler(IAppDb db, ICaller caller) : IRequestHandler<DeleteWebhookEndpoint, Result>
{
    public async Task<Result> Handle(DeleteWebhookEndpoint command, CancellationToken cancellationToken)
    {
        var endpoint = await db.WebhookEndpointsOf(caller).AsNoTracking().SingleOrDefaultAsync(e => e.Id == command.Id, cancellationToken);
        if (endpoint is null)
            return WebhookErrors.EndpointNotFound;
        if (await db.RefusalAsync(caller, endpoint.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;
        if (IfMatch.Check(command.IfMatch, endpoint) is { IsFailure: true } outdated)
            return outdated;

        // Whatever a worker notes about it meanwhile; a version that was asked for must still be there.
        var version = command.IfMatch?.Versions is null ? (uint?)null : endpoint.Version;
        var deleted = await db.WebhookEndpoints.Where(e => e.Id == command.Id && (version == null || e.Version == version))
            .ExecuteDeleteAsync(cancellationToken);
        return deleted == 0 && version is not null ? IfMatch.Failed : Result.Success;
    }
}
