using System.Formats.Tar;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>A tar in memory, of a few small files.</summary>
internal static class TarContent
{
    public static async Task<MemoryStream> OfAsync(IEnumerable<PaxTarEntry> entries, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        await using (var tar = new TarWriter(buffer, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var entry in entries)
                await tar.WriteEntryAsync(entry, cancellationToken);
        }

        buffer.Position = 0;
        return buffer;
    }
}
