using System.Formats.Tar;
using System.Text;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Puts files into a container before it starts: the only way secrets travel, invisible to inspect, top and logs.</summary>
internal sealed class ContainerFiles(ContainerArchives archives, ImageUsers users)
{
    public async Task PutAsync(string container, string imageId, IReadOnlyList<WorkloadFile> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
            return;

        var entries = new List<PaxTarEntry>();
        foreach (var file in files)
            entries.Add(await EntryAsync(container, imageId, file, cancellationToken));
        await archives.PutAsync(container, "/", entries, cancellationToken);
    }

    public async Task PutAsync(string container, string imageId, JobInput input, CancellationToken cancellationToken)
    {
        var owner = await users.FindAsync(imageId, container, input.Owner, cancellationToken);
        await archives.PutAsync(container, "/", WriteAsync, cancellationToken);

        async Task WriteAsync(Stream body, CancellationToken token)
        {
            await using var tar = new TarWriter(body, TarEntryFormat.Pax, leaveOpen: true);
            await tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, input.Path.TrimStart('/'))
                {
                    Mode = UnixFileMode.UserRead,
                    Uid = owner.User,
                    Gid = owner.Group,
                    DataStream = new SizedStream(input.Content, input.Length),
                },
                token);
        }
    }

    private async Task<PaxTarEntry> EntryAsync(string container, string imageId, WorkloadFile file, CancellationToken cancellationToken)
    {
        var owner = await users.FindAsync(imageId, container, file.Owner, cancellationToken);
        return new(TarEntryType.RegularFile, file.Path.TrimStart('/'))
        {
            Mode = (UnixFileMode)file.Mode,
            Uid = owner.User,
            Gid = owner.Group,
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(file.Content)),
        };
    }
}
