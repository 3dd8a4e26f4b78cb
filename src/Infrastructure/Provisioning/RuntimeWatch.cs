using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Jobs;

namespace SaaSOdoo.Infrastructure.Provisioning;

/// <summary>
/// Listens to the container engine, so that a container that dies is healed at once and not at the next round. After a break it asks for
/// what happened meanwhile; the rounds cover what is lost all the same.
/// </summary>
internal sealed partial class RuntimeWatch(
    IContainerRuntime runtime, IServiceScopeFactory scopes, AdvisoryLock locks, TimeProvider clock, ILogger<RuntimeWatch> logger)
    : BackgroundService
{
    private static readonly HashSet<string> Interesting = new(["die", "destroy", "disconnect", "pause"], StringComparer.Ordinal);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var since = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var seen in runtime.WatchAsync(since, stoppingToken))
                {
                    since = seen.At;
                    await ReactAsync(seen, stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Interrupted(e);
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private async Task ReactAsync(RuntimeEvent seen, CancellationToken cancellationToken)
    {
        if (!Interesting.Contains(seen.Type) || !Guid.TryParse(seen.Labels.GetValueOrDefault(WorkloadSpecs.InstanceLabel), out var instance))
            return;

        await locks.TryRunAsync($"drift detection {instance}", token => DetectAsync(new InstanceId(instance), token), cancellationToken);
    }

    private async Task DetectAsync(InstanceId instance, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DriftDetector>().DetectAsync(instance, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watching the container engine was interrupted; starting again")]
    private partial void Interrupted(Exception exception);
}
