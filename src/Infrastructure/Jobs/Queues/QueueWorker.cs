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
    private int busy;

    /// <summary>How much is under way at a time in this process.</summary>
    protected abstract int Concurrency { get; }

    protected abstract TimeSpan Poll { get; }

    /// <summary>How many rows one slot takes at most.</summary>
    protected virtual int Batch => 1;

    /// <summary>Does the work and records what became of it.</summary>
    /// <param name="cancellationToken">The process stops, or the lease is lost: nothing can be recorded any more.</param>
    protected abstract Task WorkAsync(Lease lease, CancellationToken cancellationToken);

    /// <summary>The same for as many as there are in a batch.</summary>
    /// <param name="cancellationToken">Also when one of the leases is lost; those that can be are handed back.</param>
    protected virtual Task WorkAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken) => WorkAsync(leases.Single(), cancellationToken);

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
        await Task.WhenAll(running.Values.Distinct().Select(r => r.Ended.Task));
        await drained.CancelAsync();
        await heartbeat;
    }

    private int Free => Concurrency - Volatile.Read(ref busy);

    private async Task GatherAsync(Notifications.Subscription wakeUps, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Free < Concurrency / 4 && Gathering - TimeProvider.System.GetElapsedTime(began) is { } left && left > TimeSpan.Zero)
            await wakeUps.WaitAsync(left, TimeProvider.System, cancellationToken);
    }

    // Not cancelled: what was claimed and not read would be nobody's until its lease is over.
    private async Task<IReadOnlyList<Lease>> TryClaimAsync()
    {
        var free = Free;
        try
        {
            return free > 0 ? await queue.ClaimAsync(free * Batch, CancellationToken.None) : [];
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
        if (Free <= 0)
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

    // Few are shared among the free slots.
    private void Start(IReadOnlyList<Lease> leases, Notifications.Subscription wakeUps, CancellationToken stoppingToken)
    {
        foreach (var batch in leases.Chunk(Math.Clamp((leases.Count + Free - 1) / Free, 1, Batch)))
        {
            var run = new Run(CancellationTokenSource.CreateLinkedTokenSource(stoppingToken), new());
            foreach (var lease in batch)
                running[lease] = run;
            Interlocked.Increment(ref busy);
            _ = Task.Run(() => RunAsync(batch, run, wakeUps), CancellationToken.None);
        }
    }

    private async Task RunAsync(Lease[] leases, Run run, Notifications.Subscription wakeUps)
    {
        using var lost = run.Lost;
        try
        {
            await WorkAsync(leases, lost.Token);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            await HandBackAsync(leases);
        }
        catch (LeaseLostException)
        {
            LeaseLost(GetType().Name, leases[0]);
        }
        catch (Exception e)
        {
            NotRecorded(e, GetType().Name, leases[0]);
        }
        finally
        {
            foreach (var lease in leases)
                running.TryRemove(lease, out _);
            Interlocked.Decrement(ref busy);
            run.Ended.SetResult();
            // What waited for a slot, or for this one to end, may begin.
            wakeUps.Wake();
        }
    }

    /// <summary>Lets go of what this slot will not work on, for others to take at once.</summary>
    protected async Task HandBackAsync(IReadOnlyList<Lease> leases)
    {
        // Not this worker's to lose any more.
        foreach (var lease in leases)
            running.TryRemove(lease, out _);
        try
        {
            await queue.ReleaseAsync(leases, CancellationToken.None);
        }
        catch (Exception e)
        {
            NotRecorded(e, GetType().Name, leases[0]);
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
