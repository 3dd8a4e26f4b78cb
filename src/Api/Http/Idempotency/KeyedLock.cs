using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Api.Http.Idempotency;

/// <summary>
/// One request at a time for each key. The database alone would do, but every one that waits there holds a connection, and the first may
/// need another to get on.
/// </summary>
internal sealed class KeyedLock
{
    private readonly Lock gate = new();
    private readonly Dictionary<IdempotencyKey, Queue> queues = [];

    /// <returns>Ends the turn when disposed.</returns>
    public async Task<IDisposable> TakeAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        var queue = Join(key);
        try
        {
            await queue.Turn.WaitAsync(cancellationToken);
            return new Taken(this, key, queue);
        }
        catch
        {
            Leave(key, queue);
            throw;
        }
    }

    private Queue Join(IdempotencyKey key)
    {
        lock (gate)
        {
            if (!queues.TryGetValue(key, out var queue))
                queues[key] = queue = new();
            queue.Members++;
            return queue;
        }
    }

    private void Leave(IdempotencyKey key, Queue queue)
    {
        lock (gate)
        {
            if (--queue.Members > 0)
                return;

            queues.Remove(key);
            queue.Turn.Dispose();
        }
    }

    private sealed class Queue
    {
        public SemaphoreSlim Turn { get; } = new(1);
        public int Members { get; set; }
    }

    private sealed class Taken(KeyedLock turns, IdempotencyKey key, Queue queue) : IDisposable
    {
        public void Dispose()
        {
            queue.Turn.Release();
            turns.Leave(key, queue);
        }
    }
}
