using System.Formats.Tar;
using System.Net;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>A body written while it is sent, of any size.</summary>
internal sealed class TarContent(Func<Stream, CancellationToken, Task> write) : HttpContent
{
    /// <summary>A tar with one empty file of root's that everybody may read.</summary>
    public static TarContent OfEmptyFile(string name) => new(async (stream, cancellationToken) =>
    {
        await using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name), cancellationToken);
    });

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        write(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
