using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Jobs;

namespace SaaSOdoo.Infrastructure.Provisioning;

/// <summary>
/// Listens to the container engine, so that a container that dies is healed at once and not at the next round. After a break it asks for
/// what happened meanwhile; the rounds cover what is lost all the same. What happens while an operation is under way is looked at when
/// that has ended: its steps may have passed already.
/// </summary>
internal sealed partial class RuntimeWatch(
    IContainerRuntime runtime, IServiceScopeFactory scopes, AdvisoryLock locks, TimeProvider clock, ILogger<RuntimeWatch> logger)
    : BackgroundService
{
    private const int LooksAtOnce = 4;
    private static readonly HashSet<string> Interesting = new(["die", "destroy", "disconnect", "pause"], StringComparer.Ordinal);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<InstanceId, byte> unsettled = new();
    private readonly SemaphoreSlim heard = new(0);

    public override void Dispose()
    {
        heard.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(ListenAsync(stoppingToken), LookAsync(stoppingToken));

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        var since = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var seen in runtime.WatchAsync(since, stoppingToken))
                {
                    since = seen.At;
                    Hear(seen);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Interrupted(e);
            }

            await Task.Delay(Pause, clock, stoppingToken);
        }
    }

    private void Hear(RuntimeEvent seen)
    {
        if (Interesting.Contains(seen.Type) && WorkloadSpecs.InstanceOf(seen.Labels) is { } instance && unsettled.TryAdd(new(instance), 0))
            heard.Release();
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = LooksAtOnce, CancellationToken = stoppingToken };
        while (true)
        {
            await heard.WaitAsync(unsettled.IsEmpty ? Timeout.InfiniteTimeSpan : Pause, stoppingToken);
            await Parallel.ForEachAsync(unsettled.Keys.ToArray(), limits, SettleAsync);
        }
    }

    private async ValueTask SettleAsync(InstanceId instance, CancellationToken cancellationToken)
    {
        // Before looking: what happens while it looks is heard as something new.
        unsettled.TryRemove(instance, out _);
        var settled = false;
        try
        {
            await locks.TryRunAsync(
                $"drift detection {instance.Value}", async token => settled = await DetectAsync(instance, token), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Interrupted(e);
        }

        if (!settled)
            unsettled.TryAdd(instance, 0);
    }

    private async Task<bool> DetectAsync(InstanceId instance, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DriftDetector>().DetectAsync(instance, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watching the container engine was interrupted; starting again")]
    private partial void Interrupted(Exception exception);
}
