using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>By a manager, of a tenant that is not terminated. The answer shows the secret, once. 409 <c>webhook.too_many_endpoints</c> beyond ten in a tenant.</summary>
public sealed record CreateWebhookEndpoint(
    TenantId TenantId, string? Url, List<string?>? EventTypes, string? Description, bool Enabled) : ICommand<WebhookEndpointDto>, INeedsSecondFactor;

internal sealed class CreateWebhookEndpointHandler(
    IAppDb db, ICaller caller, ISecretProtector protector, IRandomSecrets random, IOptions<WebhookOptions> options, TimeProvider clock)
    : IRequestHandler<CreateWebhookEndpoint, Result<WebhookEndpointDto>>
{
    public async Task<Result<WebhookEndpointDto>> Handle(CreateWebhookEndpoint command, CancellationToken cancellationToken)
    {
        // Counted and inserted under the tenant's lock: a race cannot exceed the limit.
        await db.LockTenantAsync(command.TenantId, cancellationToken);
        if (await db.RefusalOfOpenAsync(caller, command.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;

        var settings = WebhookSettings.Create(
            command.Url, command.EventTypes, command.Description, command.Enabled, options.Value.AllowPrivateAddresses);
        if (settings.IsFailure)
            return settings.Error;
        if (await db.WebhookEndpoints.CountAsync(e => e.TenantId == command.TenantId, cancellationToken) >= WebhookEndpoint.MaxPerTenant)
            return WebhookErrors.TooManyEndpoints;

        var secret = WebhookSecrets.New(random);
        var now = clock.GetUtcNow();
        var endpoint = WebhookEndpoint.Create(command.TenantId, settings.Value, protector.Protect(secret), now);
        db.WebhookEndpoints.Add(endpoint);
        await db.SaveChangesAsync(cancellationToken);
        return WebhookEndpointDto.From(endpoint, now, secret);
    }
}
