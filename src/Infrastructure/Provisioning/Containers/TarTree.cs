using System.Formats.Tar;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Passes a tree in tar form on under another name, owners, groups and modes kept, without holding it in memory.</summary>
internal static class TarTree
{
    /// <param name="directory">Path that takes the place of the tree's first part.</param>
    /// <param name="parents">Directories above it that have to be made, with the owner and mode of the tree's root.</param>
    /// <param name="last">Follows the tree, so that it is there only when the whole tree is.</param>
    public static async Task MoveAsync(
        Stream source, Stream target, string directory, IReadOnlyList<string> parents, TarEntry last, CancellationToken cancellationToken)
    {
        await using var reader = new TarReader(source, leaveOpen: true);
        await using var writer = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
        var root = true;
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (root)
            {
                foreach (var parent in parents)
                    await writer.WriteEntryAsync(Like(entry, TarEntryType.Directory, parent), cancellationToken);
            }

            root = false;
            var moved = Like(entry, entry.EntryType, Under(directory, entry.Name));
            if (entry.EntryType is TarEntryType.SymbolicLink)
                moved.LinkName = entry.LinkName;
            if (entry.EntryType is TarEntryType.HardLink)
                moved.LinkName = Under(directory, entry.LinkName);
            if (entry.DataStream is { } data)
                moved.DataStream = new SizedStream(data, entry.Length);
            await writer.WriteEntryAsync(moved, cancellationToken);
        }

        await writer.WriteEntryAsync(last, cancellationToken);
    }

    private static PaxTarEntry Like(TarEntry entry, TarEntryType type, string name) =>
        new(type is TarEntryType.V7RegularFile ? TarEntryType.RegularFile : type, name)
        {
            Uid = entry.Uid,
            Gid = entry.Gid,
            Mode = entry.Mode,
            ModificationTime = entry.ModificationTime,
        };

    private static string Under(string directory, string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? directory : directory + name[slash..];
    }
}
