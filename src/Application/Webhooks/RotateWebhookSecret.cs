using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>Makes a new secret, by a manager, and shows it once. The one before signs as well for 24 hours.</summary>
public sealed record RotateWebhookSecret(WebhookEndpointId Id) : ICommand<WebhookEndpointDto>, INeedsSecondFactor;

internal sealed class RotateWebhookSecretHandler(
    IAppDb db, ICaller caller, ISecretProtector protector, IRandomSecrets random, TimeProvider clock)
    : IRequestHandler<RotateWebhookSecret, Result<WebhookEndpointDto>>
{
    public async Task<Result<WebhookEndpointDto>> Handle(RotateWebhookSecret command, CancellationToken cancellationToken)
    {
        var endpoint = await db.WebhookEndpointsOf(caller).SingleOrDefaultAsync(e => e.Id == command.Id, cancellationToken);
        if (endpoint is null)
            return WebhookErrors.EndpointNotFound;
        if (await db.RefusalOfOpenAsync(caller, endpoint.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;

        var secret = WebhookSecrets.New(random);
        var now = clock.GetUtcNow();
        endpoint.Rotate(protector.Protect(secret), now);
        await db.SaveChangesAsync(cancellationToken);
        return WebhookEndpointDto.From(endpoint, now, secret);
    }
}
