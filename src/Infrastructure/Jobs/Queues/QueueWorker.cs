using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Operations;

namespace SaaSOdoo.Infrastructure.Jobs.Queues;

/// <summary>
/// Takes work from a queue in the database as long as there is any and a slot is free, and keeps all its leases alive with one heartbeat. A
/// notification wakes it at once, and it looks from time to time in case one was lost. What it cannot finish is handed back when it stops;
/// what it does not come back for is claimed again when the lease is over.
/// </summary>
internal abstract partial class QueueWorker(LeasedQueue queue, Notifications notifications, TimeProvider clock, ILogger logger) : BackgroundService
{
    // The clocks of this process and of the database may differ by a little: what is nearly due is not asked for again and again.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    // A claim costs the same for one row and for many: where many are under way, a few slots are gathered before the next.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(5);
    private readonly ConcurrentDictionary<Lease, Run> running = new();

    /// <summary>How much is under way at a time in this process.</summary>
    protected abstract int Concurrency { get; }

    protected abstract TimeSpan Poll { get; }

    /// <summary>Does the work and records what became of it.</summary>
    /// <param name="cancellationToken">The process stops, or the lease is lost: nothing can be recorded any more.</param>
    protected abstract Task WorkAsync(Lease lease, CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wakeUps = notifications.Subscribe(queue.Topic);
        using var drained = new CancellationTokenSource();
        var heartbeat = new Heartbeat(queue, notifications, () => [.. running.Keys], Cancel, clock, logger).RunAsync(drained.Token);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await GatherAsync(wakeUps, stoppingToken);
                if (await TryClaimAsync() is { Count: > 0 } leases)
                    Start(leases, wakeUps, stoppingToken);
                else
                    await wakeUps.WaitAsync(await PauseAsync(stoppingToken), clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Goes on below.
        }

        // What is under way is recorded or handed back before the host stops.
        await Task.WhenAll(running.Values.Select(r => r.Ended.Task));
        await drained.CancelAsync();
        await heartbeat;
    }

    private async Task GatherAsync(Notifications.Subscription wakeUps, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Concurrency - running.Count < Concurrency / 4 && Gathering - TimeProvider.System.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
            await wakeUps.WaitAsync(left, TimeProvider.System, cancellationToken);
    }

    // Not cancelled: what was claimed and not read would be nobody's until its lease is over.
    private async Task<IReadOnlyList<Lease>> TryClaimAsync()
    {
        var free = Concurrency - running.Count;
        try
        {
            return free > 0 ? await queue.ClaimAsync(free, CancellationToken.None) : [];
        }
        catch (Exception e)
        {
            // Most likely the database is away.
            Unreachable(e, GetType().Name);
            return [];
        }
    }

    // Until a slot is free when there is none; else until the next row is due, which no notification says.
    private async Task<TimeSpan> PauseAsync(CancellationToken cancellationToken)
    {
        if (running.Count >= Concurrency)
            return Poll;

        try
        {
            var next = await queue.UntilNextAsync(cancellationToken) ?? Poll;
            return next < ShortestPause ? ShortestPause : next < Poll ? next : Poll;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Unreachable(e, GetType().Name);
            return Poll;
        }
    }

    private void Start(IReadOnlyList<Lease> leases, Notifications.Subscription wakeUps, CancellationToken stoppingToken)
    {
        foreach (var lease in leases)
        {
            var run = new Run(CancellationTokenSource.CreateLinkedTokenSource(stoppingToken), new());
            running[lease] = run;
            _ = Task.Run(() => RunAsync(lease, run, wakeUps), CancellationToken.None);
        }
    }

    private async Task RunAsync(Lease lease, Run run, Notifications.Subscription wakeUps)
    {
        using var lost = run.Lost;
        try
        {
            await WorkAsync(lease, lost.Token);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            await HandBackAsync(lease);
        }
        catch (LeaseLostException)
        {
            LeaseLost(GetType().Name, lease);
        }
        catch (Exception e)
        {
            NotRecorded(e, GetType().Name, lease);
        }
        finally
        {
            running.TryRemove(lease, out _);
            run.Ended.SetResult();
            // What waited for a slot, or for this one to end, may begin.
            wakeUps.Wake();
        }
    }

    private async Task HandBackAsync(Lease lease)
    {
        try
        {
            await queue.ReleaseAsync(lease, CancellationToken.None);
        }
        catch (Exception e)
        {
            NotRecorded(e, GetType().Name, lease);
        }
    }

    private void Cancel(Lease lease)
    {
        try
        {
            if (running.TryGetValue(lease, out var run))
                _ = run.Lost.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment.
        }
    }

    private sealed record Run(CancellationTokenSource Lost, TaskCompletionSource Ended);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Worker} cannot read its queue; trying again")]
    private partial void Unreachable(Exception exception, string worker);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Worker}: {Lease} belongs to somebody else by now; stopped")]
    private partial void LeaseLost(string worker, Lease lease);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Worker} could not record what became of {Lease}; it is claimed again")]
    private partial void NotRecorded(Exception exception, string worker, Lease lease);
}
