using Microsoft.Extensions.Logging;

namespace SaaSOdoo.Infrastructure.Jobs.Queues;

/// <summary>Extends all leases of a worker with one statement, three times within their duration, and says which are lost.</summary>
/// <param name="held">The leases it has now.</param>
/// <param name="lose">Called for each that is lost.</param>
internal sealed partial class Heartbeat(
    LeasedQueue queue, Notifications notifications, Func<IReadOnlyList<Lease>> held, Action<Lease> lose, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Until it is cancelled, whatever happens: without it the leases of a worker that lives would run out.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await BeatAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The worker has ended.
            }
            catch (Exception e)
            {
                Broken(e, queue.Topic);
                await PauseAsync(cancellationToken);
            }
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        // Who is cancelled is fenced off, which is seen at once and not at the next heartbeat.
        using var cancellations = notifications.Subscribe(
            Topics.Cancellations, id => Guid.TryParse(id, out var cancelled) && held().Any(l => l.Id == cancelled));
        var (interval, confirmed) = (queue.Duration / 3, clock.GetTimestamp());
        while (true)
        {
            var before = confirmed;
            confirmed = await BeatAsync(before, cancellationToken);
            var failing = confirmed == before;
            await cancellations.WaitAsync(failing && PauseAfterFailure < interval ? PauseAfterFailure : interval, clock, cancellationToken);
        }
    }

    private static async Task PauseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(PauseAfterFailure, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The worker has ended.
        }
    }

    /// <returns>When the leases were last known to hold.</returns>
    private async Task<long> BeatAsync(long confirmed, CancellationToken cancellationToken)
    {
        var (leases, now) = (held(), clock.GetTimestamp());
        if (leases.Count == 0)
            return now;

        var certain = queue.Duration * 2 / 3;
        var left = certain - clock.GetElapsedTime(confirmed);
        try
        {
            // Left behind when its time is over: on a connection that swallows everything even the cancellation of a command waits.
            var beat = queue.ExtendAsync(leases, cancellationToken);
            foreach (var lost in await beat.WaitAsync(left > PauseAfterFailure ? left : PauseAfterFailure, clock, cancellationToken))
                lose(lost);
            return now;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Without it nobody knows whether the leases still hold. They do for a while; what is stopped then is claimed again afterwards.
            Failed(e, queue.Topic);
            if (clock.GetElapsedTime(confirmed) >= certain)
            {
                foreach (var lease in leases)
                    lose(lease);
            }

            return confirmed;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The heartbeat of {Queue} failed")]
    private partial void Failed(Exception exception, string queue);

    [LoggerMessage(Level = LogLevel.Error, Message = "The heartbeat of {Queue} broke; beginning it anew")]
    private partial void Broken(Exception exception, string queue);
}
