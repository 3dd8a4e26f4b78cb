using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Quartz;
using SaaSOdoo.Application.Webhooks;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Forgets old webhook deliveries.</summary>
internal sealed class WebhookCleanup(IServiceScopeFactory scopes, AdvisoryLock locks, IOptions<WebhookOptions> options) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("webhook cleanup", RunAsync, cancellationToken);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<WebhookPurge>().PurgeAsync(options.Value.KeepFor, cancellationToken);
    }
}
