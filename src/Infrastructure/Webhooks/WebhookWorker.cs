using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>Sends the webhooks that are due. A finished one wakes it, because its endpoint has room again.</summary>
internal sealed class WebhookWorker(
    WebhookQueue claims,
    WebhookRunner runner,
    Notifications notifications,
    IOptions<WebhookOptions> options,
    TimeProvider clock,
    ILogger<WebhookWorker> logger) : QueueWorker(claims, notifications, clock, logger)
{
    protected override int Concurrency => options.Value.Concurrency;

    protected override TimeSpan Poll => options.Value.Poll;

    protected override Task WorkAsync(Lease lease, CancellationToken cancellationToken) => runner.RunAsync(lease, cancellationToken);
}
