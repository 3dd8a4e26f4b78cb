using System.Formats.Tar;
using System.Text;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Puts files into a container before it starts: the only way secrets travel, invisible to inspect, top and logs.</summary>
internal sealed class ContainerFiles(EngineClient engine, ImageUsers users)
{
    public async Task PutAsync(string container, string imageId, IReadOnlyList<WorkloadFile> files, CancellationToken cancellationToken)
    {
        if (files.Count == 0)
            return;

        using var buffer = new MemoryStream();
        await using (var tar = new TarWriter(buffer, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var file in files)
                await tar.WriteEntryAsync(
                    await EntryAsync(container, imageId, file, cancellationToken), cancellationToken);
        }

        using var content = new ByteArrayContent(buffer.GetBuffer(), 0, (int)buffer.Length);
        await engine.Archives.PutAsync(container, "/", content, cancellationToken);
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
