namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>
/// Does one thing for all who ask, once at a time: who asks while it is done shares the next run, which sees all that was there before they
/// asked. A thousand readers cost one connection, not a thousand.
/// </summary>
internal sealed class SingleFlight(Func<Task> work)
{
    private readonly Lock gate = new();
    private Task running = Task.CompletedTask;
    private Task? next;

    /// <param name="cancellationToken">Ends the waiting; the run goes on for the others.</param>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        lock (gate)
            return (next ??= AfterAsync(running)).WaitAsync(cancellationToken);
    }

    private async Task AfterAsync(Task before)
    {
        // Not under the caller's lock.
        await Task.Yield();
        // However it ended: that is told to those who asked for it.
        await Task.WhenAny(before);
        lock (gate)
            (running, next) = (next!, null);
        await work();
    }
}
