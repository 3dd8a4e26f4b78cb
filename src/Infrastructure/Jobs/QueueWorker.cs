using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Infrastructure.Operations;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>
/// Takes work from a queue in the database as long as there is any and a slot is free; a notification wakes it at once, and it looks from
/// time to time in case one was lost. What was claimed and not finished is claimed again when its lease is over.
/// </summary>
internal abstract partial class QueueWorker<TClaim>(Notifications notifications, TimeProvider clock, ILogger logger) : BackgroundService
    where TClaim : class
{
    /// <summary>How much is under way at a time in this process.</summary>
    protected abstract int Concurrency { get; }

    protected abstract TimeSpan Poll { get; }

    /// <summary>Null when nothing is due.</summary>
    protected abstract Task<TClaim?> ClaimAsync(CancellationToken cancellationToken);

    /// <summary>Does the work and records what became of it; handed back, not lost, when it is cancelled.</summary>
    protected abstract Task WorkAsync(TClaim claim, CancellationToken stoppingToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wakeUps = notifications.Subscribe();
        using var slots = new SemaphoreSlim(Concurrency);
        try
        {
            while (true)
            {
                await slots.WaitAsync(stoppingToken);
                if (await TryClaimAsync(stoppingToken) is { } claim)
                {
                    _ = RunAsync(claim, slots, wakeUps, stoppingToken);
                    continue;
                }

                slots.Release();
                await wakeUps.WaitAsync(Poll, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is under way is recorded or handed back before the host stops.
            for (var slot = 0; slot < Concurrency; slot++)
                await slots.WaitAsync(CancellationToken.None);
        }
    }

    private async Task<TClaim?> TryClaimAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ClaimAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The slot taken for it must be given back, or the drain at the end would wait for it for ever.
            return null;
        }
        catch (Exception e)
        {
            // Most likely the database is away.
            Unreachable(e, GetType().Name);
            return null;
        }
    }

    private async Task RunAsync(TClaim claim, SemaphoreSlim slots, Notifications.Subscription wakeUps, CancellationToken stoppingToken)
    {
        try
        {
            await WorkAsync(claim, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not known to be done: done again after its lease.
        }
        catch (Exception e)
        {
            NotRecorded(e, GetType().Name, claim);
        }
        finally
        {
            slots.Release();
            // What waited for this one to end may be due now.
            wakeUps.Offer(subject: null);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Worker} cannot read its queue; trying again")]
    private partial void Unreachable(Exception exception, string worker);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Worker} could not record what became of {Claim}; it is claimed again")]
    private partial void NotRecorded(Exception exception, string worker, object claim);
}
