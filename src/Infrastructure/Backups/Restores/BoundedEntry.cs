using System.IO.Compression;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Containers;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>The content of a zip's entry: exactly as many bytes as the zip says, or it is damaged, whatever comes out of it.</summary>
internal sealed class BoundedEntry : ReadThroughStream
{
    private readonly long length;
    private long read;

    private BoundedEntry(Stream content, long length) : base(content) => this.length = length;

    public static async Task<BoundedEntry> OpenAsync(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return new(await entry.OpenAsync(cancellationToken), entry.Length);
        }
        catch (Exception e) when (ZipFailures.IsDamage(e))
        {
            throw Damaged(e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (ZipFailures.IsDamage(e))
        {
            throw Damaged(e);
        }
    }

    protected override void OnRead(int bytes)
    {
        read += bytes;
        if (read > length || (bytes == 0 && read < length))
            throw Damaged(null);
    }

    private static RefusedException Damaged(Exception? inner) => RestoreFailures.DamagedBecause("what it holds is not what its directory says", inner);
}
