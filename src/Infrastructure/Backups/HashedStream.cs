using System.Security.Cryptography;
using SaaSOdoo.Application.Backups;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>Counts and hashes what is written through it.</summary>
internal sealed class HashedStream(Stream target) : WriteOnlyStream
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long written;

    /// <summary>What was written so far.</summary>
    public StoredArchive Written => new(written, Convert.ToHexStringLower(hash.GetCurrentHash()));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await target.WriteAsync(buffer, cancellationToken);
        hash.AppendData(buffer.Span);
        written += buffer.Length;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => target.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            hash.Dispose();
        base.Dispose(disposing);
    }
}
