namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Cancels what has not moved for a while.</summary>
internal sealed class SilenceLimit : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeSpan limit;
    private readonly CancellationTokenSource source;
    private bool disposed;

    public SilenceLimit(TimeSpan limit, CancellationToken cancellationToken)
    {
        (this.limit, source) = (limit, CancellationTokenSource.CreateLinkedTokenSource(cancellationToken));
        source.CancelAfter(limit);
    }

    public CancellationToken Token => source.Token;

    /// <summary>May come late, from whoever still reads or writes.</summary>
    public void Moved()
    {
        lock (gate)
        {
            if (!disposed)
                source.CancelAfter(limit);
        }
    }

    public void Dispose()
    {
        lock (gate)
            disposed = true;
        source.Dispose();
    }
}
