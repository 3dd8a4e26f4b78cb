using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>Changes what the customer says about an endpoint, by a manager; what is queued goes to the new address, or ends when it is disabled.</summary>
/// <param name="IfMatch">412 when the endpoint was changed since; null changes it in any case.</param>
public sealed record UpdateWebhookEndpoint(
    WebhookEndpointId Id, Optional<string> Url, Optional<List<string?>> EventTypes, Optional<string> Description, Optional<bool?> Enabled, IfMatch? IfMatch)
    : ICommand<WebhookEndpointDto>, INeedsSecondFactor;

internal sealed class UpdateWebhookEndpointHandler(IAppDb db, ICaller caller, IOptions<WebhookOptions> options, TimeProvider clock)
    : IRequestHandler<UpdateWebhookEndpoint, Result<WebhookEndpointDto>>
{
    public async Task<Result<WebhookEndpointDto>> Handle(UpdateWebhookEndpoint command, CancellationToken cancellationToken)
    {
        var endpoint = await db.WebhookEndpointsOf(caller).SingleOrDefaultAsync(e => e.Id == command.Id, cancellationToken);
        if (endpoint is null)
            return WebhookErrors.EndpointNotFound;
        if (await db.RefusalOfOpenAsync(caller, endpoint.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;
        if (IfMatch.Check(command.IfMatch, endpoint) is { IsFailure: true } outdated)
            return outdated.Error;

        var settings = WebhookSettings.Create(
            command.Url.Or(endpoint.Url.AbsoluteUri), command.EventTypes.Or([.. endpoint.EventTypes]), command.Description.Or(endpoint.Description),
            command.Enabled.Or(endpoint.Enabled, byDefault: true), options.Value.AllowPrivateAddresses);
        if (settings.IsFailure)
            return settings.Error;

        var now = clock.GetUtcNow();
        endpoint.Change(settings.Value, now);
        await db.SaveChangesAsync(cancellationToken);
        if (!endpoint.Enabled)
            await db.EndPendingAsync(endpoint.Id, now, cancellationToken);
        return WebhookEndpointDto.From(endpoint, now);
    }
}
