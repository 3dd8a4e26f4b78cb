using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Customers;

/// <summary>
/// Lets a few in at once and a bounded number wait. Places go round among the sources that wait, and when no more may wait, the last one of
/// the source with the most makes room for a source with fewer: who sends many requests waits for themselves.
/// </summary>
internal sealed class FairGate(int places, int maxWaiting)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedList<Waiter>> waiting = new(StringComparer.Ordinal);

    // Sources with somebody waiting; the first has the next place.
    private readonly LinkedList<string> turns = [];
    private int free = places;
    private int waiters;

    /// <summary>Each entry needs one <see cref="Leave"/>.</summary>
    /// <exception cref="OverloadedException">Too many wait.</exception>
    public async Task EnterAsync(string source, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Join(source) is not { } waiter)
            return;

        await using (cancellationToken.UnsafeRegister(_ => Withdraw(waiter, new OperationCanceledException(cancellationToken)), state: null))
            await waiter.Entered.Task;
    }

    public void Leave()
    {
        lock (gate)
        {
            if (turns.First is not { } next)
            {
                free++;
                return;
            }

            var waiter = waiting[next.Value].First!.Value;
            turns.RemoveFirst();
            turns.AddLast(next);
            Remove(waiter);
            waiter.Entered.SetResult();
        }
    }

    /// <returns>Null when there was a free place.</returns>
    private Waiter? Join(string source)
    {
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return null;
            }

            if (waiters >= maxWaiting)
                MakeRoom(source);
            if (!waiting.TryGetValue(source, out var queue))
            {
                waiting[source] = queue = [];
                turns.AddLast(source);
            }

            var waiter = new Waiter(source);
            queue.AddLast(waiter);
            waiters++;
            return waiter;
        }
    }

    private void MakeRoom(string source)
    {
        var most = waiting.Values.MaxBy(q => q.Count);
        var own = waiting.TryGetValue(source, out var queue) ? queue.Count : 0;
        if (most is null || most.Count <= own + 1)
            throw new OverloadedException(RetryAfter);

        var last = most.Last!.Value;
        Remove(last);
        last.Entered.SetException(new OverloadedException(RetryAfter));
    }

    private void Withdraw(Waiter waiter, Exception reason)
    {
        lock (gate)
        {
            if (Remove(waiter))
                waiter.Entered.SetException(reason);
        }
    }

    private bool Remove(Waiter waiter)
    {
        if (!waiting.TryGetValue(waiter.Source, out var queue) || !queue.Remove(waiter))
            return false;

        waiters--;
        if (queue.Count > 0)
            return true;

        waiting.Remove(waiter.Source);
        turns.Remove(waiter.Source);
        return true;
    }

    private sealed class Waiter(string source)
    {
        public string Source { get; } = source;

        // Whoever lets it in must not run what it waits for.
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
