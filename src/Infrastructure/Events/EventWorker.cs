using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Events;

/// <summary>Hands events that have a consumer out as they come, and from time to time all that were saved.</summary>
internal sealed partial class EventWorker(
    EventPublisher publisher,
    Notifications notifications,
    IOptions<EventOptions> options,
    TimeProvider clock,
    ILogger<EventWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wakeUps = notifications.Subscribe(Topics.Events, publisher.HasConsumer);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await publisher.PublishAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Most likely the database is away. Nothing is lost: what was not handed out is the next time.
                Interrupted(e);
            }

            await wakeUps.WaitAsync(options.Value.Poll, clock, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events cannot be handed out now; trying again")]
    private partial void Interrupted(Exception exception);
}
