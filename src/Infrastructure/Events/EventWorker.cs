using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Operations;

namespace SaaSOdoo.Infrastructure.Events;

/// <summary>Delivers events as they come, and looks from time to time for what is due again.</summary>
internal sealed partial class EventWorker(
    EventDispatcher dispatcher,
    Notifications notifications,
    IOptions<OperationOptions> options,
    TimeProvider clock,
    ILogger<EventWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wakeUps = notifications.Subscribe();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await dispatcher.DispatchAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Most likely the database is away. Nothing is lost: what was not delivered is still due.
                Interrupted(e);
            }

            await wakeUps.WaitAsync(options.Value.Poll, clock, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events cannot be delivered now; trying again")]
    private partial void Interrupted(Exception exception);
}
