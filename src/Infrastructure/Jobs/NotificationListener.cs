using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Keeps one connection that listens, and comes back when it breaks.</summary>
internal sealed partial class NotificationListener(
    NpgsqlDataSource database, Notifications notifications, TimeProvider clock, ILogger<NotificationListener> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or IOException && !stoppingToken.IsCancellationRequested)
            {
                Lost(e);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, e) => notifications.Publish(e.Payload);
        await using (var listen = new NpgsqlCommand($"listen {NotificationChannel.Name}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);

        notifications.WakeAll();
        while (true)
            await connection.WaitAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The listening connection broke; polling until it is back")]
    private partial void Lost(Exception exception);
}
