using Microsoft.Extensions.Hosting;
using SaaSOdoo.Infrastructure.Jobs;

namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>Forgets the remembered key ring when another process has made a key, or when it may have been missed.</summary>
internal sealed class KeyRingWatch(SharedKeyManager keys, Notifications notifications, TimeProvider clock) : BackgroundService
{
    /// <summary>Stands for the ring on the notification channel.</summary>
    public static readonly Guid Subject = new("5ec4e75a-0000-4000-8000-6b6579732e2e");

    private static readonly TimeSpan AtLatest = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var changes = notifications.Subscribe(Subject);
        while (!stoppingToken.IsCancellationRequested)
        {
            await changes.WaitAsync(AtLatest, clock, stoppingToken);
            keys.Forget();
        }
    }
}
