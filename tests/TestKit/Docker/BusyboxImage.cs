using System.Formats.Tar;
using System.Security.Cryptography;
using Docker.DotNet;
using Docker.DotNet.Models;
using SaaSOdoo.Infrastructure.Provisioning.Containers;

namespace SaaSOdoo.TestKit.Docker;

/// <summary>
/// An image that is imported in a second and looks like Odoo's to the runtime: user <c>odoo</c>, content in <c>/var/lib/odoo</c>,
/// something that answers on port 8069.
/// </summary>
internal static class BusyboxImage
{
    public const string Name = "saasodoo/busybox:test";
    public const int OdooUser = 101;
    public const int OdooGroup = 102;

    private const string ContentLabel = "com.saasodoo.test.content";

    private static readonly string[] Programs = ["/bin/busybox", "/usr/bin/busybox"];
    private static readonly string[] Applets =
        ["cat", "echo", "env", "false", "httpd", "id", "kill", "ls", "mkdir", "nc", "ps", "seq", "sh", "sleep", "stat", "test", "touch", "true"];

    private static readonly string[] Changes =
    [
        "USER odoo",
        "VOLUME /mnt/extra-addons",
        // Ends at once when asked to.
        """CMD ["sh", "-c", "trap 'exit 0' TERM; httpd -p 8069 -h /srv; echo serving; while :; do sleep 3600 & wait $!; done"]""",
    ];

    private static readonly SemaphoreSlim Once = new(1);

    /// <summary>Test classes start together; the first one imports, the others find it.</summary>
    public static async Task EnsureAsync(IDockerClient engine)
    {
        await Once.WaitAsync();
        try
        {
            await ImportIfChangedAsync(engine, CancellationToken.None);
        }
        finally
        {
            Once.Release();
        }
    }

    private static async Task ImportIfChangedAsync(IDockerClient engine, CancellationToken cancellationToken)
    {
        using var tar = await TarAsync(cancellationToken);
        var content = Convert.ToHexString(SHA256.HashData([.. tar.ToArray(), .. System.Text.Encoding.UTF8.GetBytes(string.Concat(Changes))]));
        var labelled = new EngineFilters().With("label", $"{ContentLabel}={content}").With("reference", Name);
        if (await engine.Images.ListImagesAsync(new() { Filters = labelled }, cancellationToken) is { Count: > 0 })
            return;

        var parameters = new ImagesCreateParameters
        {
            Repo = Name.Split(':')[0],
            Tag = Name.Split(':')[1],
            Changes = [$"LABEL {ContentLabel}={content}", .. Changes],
        };
        tar.Position = 0;
        await engine.Images.CreateImageAsync(parameters, tar, authConfig: null, new Progress<JSONMessage>(), cancellationToken);
    }

    private static async Task<MemoryStream> TarAsync(CancellationToken cancellationToken)
    {
        var program = Array.Find(Programs, File.Exists) ?? throw Requires.Missing("busybox is not installed (apt-get install busybox-static)");
        var buffer = new MemoryStream();
        await using var tar = new TarWriter(buffer, TarEntryFormat.Ustar, leaveOpen: true);
        await tar.WriteEntryAsync(Entry(TarEntryType.Directory, "bin", 0b111_101_101), cancellationToken);
        await tar.WriteEntryAsync(
            Entry(TarEntryType.RegularFile, "bin/busybox", 0b111_101_101, await File.ReadAllBytesAsync(program, cancellationToken)), cancellationToken);
        foreach (var applet in Applets)
        {
            var link = Entry(TarEntryType.SymbolicLink, $"bin/{applet}", 0b111_111_111);
            link.LinkName = "busybox";
            await tar.WriteEntryAsync(link, cancellationToken);
        }

        await tar.WriteEntryAsync(Entry(TarEntryType.Directory, "tmp", 0b1_111_111_111), cancellationToken);
        await tar.WriteEntryAsync(Entry(TarEntryType.Directory, "etc/odoo", 0b111_101_101), cancellationToken);
        await tar.WriteEntryAsync(Entry(TarEntryType.RegularFile, "etc/passwd", 0b110_100_100, Text(
            $"root:x:0:0:root:/root:/bin/sh\nodoo:x:{OdooUser}:{OdooGroup}::/var/lib/odoo:/bin/sh\n")), cancellationToken);
        // Runs Odoo's launcher, which is a program of Python's, as if it were Odoo.
        await tar.WriteEntryAsync(Entry(TarEntryType.RegularFile, "usr/bin/python3", 0b111_101_101, Text(
            "#!/bin/sh\ntrap 'exit 0' TERM\nhttpd -p 8069 -h /srv\nwhile :; do sleep 3600 & wait $!; done\n")), cancellationToken);
        await tar.WriteEntryAsync(Entry(TarEntryType.RegularFile, "srv/index.html", 0b110_100_100, Text("hello\n")), cancellationToken);
        await tar.WriteEntryAsync(Odoos(Entry(TarEntryType.Directory, "var/lib/odoo", 0b111_101_000)), cancellationToken);
        await tar.WriteEntryAsync(Odoos(Entry(TarEntryType.RegularFile, "var/lib/odoo/from-image", 0b110_100_000, Text("image\n"))), cancellationToken);
        await tar.DisposeAsync();
        return buffer;
    }

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static UstarTarEntry Odoos(UstarTarEntry entry)
    {
        entry.Uid = OdooUser;
        entry.Gid = OdooGroup;
        return entry;
    }

    // The same bytes every time, so that the image is imported once.
    private static UstarTarEntry Entry(TarEntryType type, string name, int mode, byte[]? content = null)
    {
        var entry = new UstarTarEntry(type, name) { Mode = (UnixFileMode)mode, ModificationTime = DateTimeOffset.UnixEpoch };
        if (content is not null)
            entry.DataStream = new MemoryStream(content);
        return entry;
    }
}
