using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Globalization;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

internal sealed record UserIds(int User, int Group);

/// <summary>Numbers of the users an image knows by name. An image's content never changes under its id, so they are kept.</summary>
internal sealed class ImageUsers(ContainerArchives archives)
{
    // Bytes; what is in an image is somebody else's.
    private const int LongestFile = 1 << 20;

    private static readonly UserIds Root = new(0, 0);

    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, UserIds>> known = new(StringComparer.Ordinal);

    /// <param name="container">A container made of the image, not started yet: its files are still the image's.</param>
    public async Task<UserIds> FindAsync(string imageId, string container, string user, CancellationToken cancellationToken)
    {
        if (user is "root")
            return Root;

        if (!known.TryGetValue(imageId, out var users))
            known[imageId] = users = await ReadAsync(container, cancellationToken);

        return users.TryGetValue(user, out var ids)
            ? ids
            : throw new RefusedException(Refusal.Refused, $"The image has no user called {user}.");
    }

    private async Task<IReadOnlyDictionary<string, UserIds>> ReadAsync(string container, CancellationToken cancellationToken)
    {
        var users = new Dictionary<string, UserIds>(StringComparer.Ordinal);
        await using var archive = await archives.GetAsync(container, "/etc/passwd", cancellationToken);
        if (archive is null)
            return users;

        await using var tar = new TarReader(archive);
        var entry = await EngineUnavailable.UnlessCutAsync(tar.GetNextEntryAsync(copyData: false, cancellationToken).AsTask(), cancellationToken);
        if (entry is not { DataStream: { } data, Length: <= LongestFile })
            return users;

        using var lines = new StreamReader(data);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            // name:password:uid:gid:…
            var fields = line.Split(':');
            if (fields.Length > 3
                && int.TryParse(fields[2], CultureInfo.InvariantCulture, out var user)
                && int.TryParse(fields[3], CultureInfo.InvariantCulture, out var group))
                users[fields[0]] = new(user, group);
        }

        return users;
    }
}
