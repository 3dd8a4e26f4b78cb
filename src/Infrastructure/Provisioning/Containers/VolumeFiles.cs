using System.Formats.Tar;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Reads the files of a directory of a volume, in use or not, as one stream.</summary>
internal sealed class VolumeFiles(ContainerArchives archives, VolumeHelpers helpers, IOptions<DockerOptions> options)
{
    /// <summary>Ends the name of the container that carries the volume meanwhile.</summary>
    public const string Suffix = ".backup";

    private const string MountPath = "/saasodoo-backup";
    private const int BufferBytes = 128 << 10;

    /// <summary>Each regular file once, in the order in which they lie there. Links and devices are passed over and never followed.</summary>
    /// <param name="image">One that is on the engine; nothing in it runs.</param>
    /// <param name="take">Is given the path below the directory, the length and the content, which it need not read.</param>
    /// <returns>False when the stream broke off, as it does when a file goes while it is read: what was not given yet may be there.</returns>
    public Task<bool> ReadAsync(VolumePath from, string image, Func<string, long, Stream, Task> take, CancellationToken cancellationToken) =>
        Refusal.TranslateAsync(() => helpers.UseAsync(
            from.Volume + Suffix,
            image,
            VolumeHelpers.AsItIs(from.Volume, MountPath),
            async container =>
            {
                await using var tree = await archives.GetAsync(container, $"{MountPath}/{from.Directory}", cancellationToken);
                if (tree is null)
                    return true;

                await using var buffered = new BufferedStream(new PatientStream(tree, options.Value.SilenceTimeout), BufferBytes);
                return await TakeAsync(buffered, take, cancellationToken);
            },
            cancellationToken));

    private static async Task<bool> TakeAsync(Stream tree, Func<string, long, Stream, Task> take, CancellationToken cancellationToken)
    {
        await using var reader = new TarReader(tree, leaveOpen: true);
        while (true)
        {
            try
            {
                if (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is not { } entry)
                    return true;
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                    continue;

                // The first part is the directory's own name.
                var path = entry.Name[(entry.Name.IndexOf('/', StringComparison.Ordinal) + 1)..];
                await take(path, entry.Length, entry.DataStream ?? Stream.Null);
            }
            catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
            {
                return false;
            }
        }
    }
}
