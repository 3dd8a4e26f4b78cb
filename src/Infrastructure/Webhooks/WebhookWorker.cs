using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Infrastructure.Jobs;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>Sends the webhooks that are due. A finished one wakes it, because its endpoint has room again.</summary>
internal sealed class WebhookWorker(
    WebhookQueue claims,
    WebhookRunner runner,
    Notifications notifications,
    IOptions<WebhookOptions> options,
    TimeProvider clock,
    ILogger<WebhookWorker> logger) : QueueWorker<WebhookClaim>(notifications, clock, logger)
{
    protected override int Concurrency => options.Value.Concurrency;

    protected override TimeSpan Poll => options.Value.Poll;

    protected override Task<WebhookClaim?> ClaimAsync(CancellationToken cancellationToken) => claims.ClaimAsync(cancellationToken);

    protected override Task WorkAsync(WebhookClaim claim, CancellationToken stoppingToken) => runner.RunAsync(claim, stoppingToken);
}
