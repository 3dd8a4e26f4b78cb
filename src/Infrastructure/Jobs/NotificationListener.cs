using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Keeps one connection that listens, and comes back when it breaks.</summary>
internal sealed partial class NotificationListener(
    NpgsqlDataSource database, Notifications notifications, TimeProvider clock, ILogger<NotificationListener> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
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
        {
            // A connection that died without a word says nothing either: it is asked from time to time.
            if (!await connection.WaitAsync(Silence, cancellationToken))
                await AskAsync(connection, cancellationToken);
        }
    }

    private static async Task AskAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlCommand("select 1", connection) { CommandTimeout = (int)Silence.TotalSeconds };
        await ask.ExecuteScalarAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The listening connection broke; polling until it is back")]
    private partial void Lost(Exception exception);
}
