using System.Formats.Tar;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Regular files and the directories above them, owned by one user, with the modes that Odoo gives them.</summary>
internal sealed class FilledDirectory(TarWriter tar, string root, UserIds owner)
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode DirectoryMode = FileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly HashSet<string> directories = new(StringComparer.Ordinal);

    /// <param name="path">Below the directory; the caller's own, never one that a stranger has chosen.</param>
    public async Task AddAsync(string path, Stream content, long length, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent && directories.Add(parent))
            await AddDirectoryAsync($"{root}/{parent}", cancellationToken);

        var entry = Owned(TarEntryType.RegularFile, $"{root}/{path}", FileMode);
        // An entry of no bytes must have no data.
        if (length > 0)
            entry.DataStream = new SizedStream(content, length);
        await tar.WriteEntryAsync(entry, cancellationToken);
    }

    internal async Task BeginAsync(CancellationToken cancellationToken)
    {
        var parts = root.Split('/');
        for (var depth = 1; depth <= parts.Length; depth++)
            await AddDirectoryAsync(string.Join('/', parts[..depth]), cancellationToken);
    }

    private Task AddDirectoryAsync(string path, CancellationToken cancellationToken) =>
        tar.WriteEntryAsync(Owned(TarEntryType.Directory, path, DirectoryMode), cancellationToken);

    private PaxTarEntry Owned(TarEntryType type, string path, UnixFileMode mode) => new(type, path) { Mode = mode, Uid = owner.User, Gid = owner.Group };
}
