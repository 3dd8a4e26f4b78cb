namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>
/// A stream read once whose length is known. The tar writer asks for a seekable one only to learn the length that goes before the data.
/// </summary>
internal sealed class SizedStream(Stream inner, long length) : ReadThroughStream(inner)
{
    private long position;

    public override bool CanSeek => true;
    public override long Length => length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    protected override void OnRead(int bytes) => position += bytes;
}
