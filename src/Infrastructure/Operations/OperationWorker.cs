using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SaaSOdoo.Infrastructure.Operations;

/// <summary>Takes operations from the queue as long as there are any and a slot is free; a notification wakes it at once.</summary>
internal sealed partial class OperationWorker(
    OperationQueue queue,
    OperationRunner runner,
    Notifications notifications,
    IOptions<OperationOptions> options,
    TimeProvider clock,
    ILogger<OperationWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wakeUps = notifications.Subscribe();
        using var slots = new SemaphoreSlim(options.Value.Concurrency);
        try
        {
            while (true)
            {
                await slots.WaitAsync(stoppingToken);
                if (await TryClaimAsync(stoppingToken) is { } claim)
                {
                    _ = RunAsync(claim, slots, stoppingToken);
                    continue;
                }

                slots.Release();
                await wakeUps.WaitAsync(options.Value.Poll, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What runs hands its operations back before the host stops.
            for (var slot = 0; slot < options.Value.Concurrency; slot++)
                await slots.WaitAsync(CancellationToken.None);
        }
    }

    private async Task<Claim?> TryClaimAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await queue.ClaimAsync(cancellationToken);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException)
        {
            Unreachable(e);
            return null;
        }
        catch (OperationCanceledException)
        {
            // The slot taken for it must be given back, or the drain at the end would wait for it for ever.
            return null;
        }
    }

    private async Task RunAsync(Claim claim, SemaphoreSlim slots, CancellationToken stoppingToken)
    {
        try
        {
            await runner.RunAsync(claim, stoppingToken);
        }
        catch (Exception e)
        {
            // The outcome could not be written; the lease runs out and the operation is claimed again.
            NotRecorded(e, claim.Id.Value);
        }
        finally
        {
            slots.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queue cannot be read; trying again")]
    private partial void Unreachable(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outcome of operation {Operation} could not be recorded")]
    private partial void NotRecorded(Exception exception, Guid operation);
}
