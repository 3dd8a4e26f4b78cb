using System.Security.Cryptography;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>Counts and hashes what is written through it.</summary>
internal sealed class HashedStream(Stream target, IncrementalHash hash) : WriteOnlyStream
{
    public long Written { get; private set; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await target.WriteAsync(buffer, cancellationToken);
        hash.AppendData(buffer.Span);
        Written += buffer.Length;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => target.FlushAsync(cancellationToken);
}
