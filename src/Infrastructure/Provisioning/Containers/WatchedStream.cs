namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Says each time that something was read.</summary>
internal sealed class WatchedStream(Stream inner, Action moved) : ReadThroughStream(inner)
{
    private readonly Stream inner = inner;

    protected override void OnRead(int bytes) => moved();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
