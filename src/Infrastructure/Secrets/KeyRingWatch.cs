using Microsoft.Extensions.Hosting;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>Forgets the remembered key ring when another process has made a key, or when it may have been missed.</summary>
internal sealed class KeyRingWatch(SharedKeyManager keys, Notifications notifications, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan AtLatest = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var changes = notifications.Subscribe(Topics.Keys);
        while (!stoppingToken.IsCancellationRequested)
        {
            await changes.WaitAsync(AtLatest, clock, stoppingToken);
            keys.Forget();
        }
    }
}
