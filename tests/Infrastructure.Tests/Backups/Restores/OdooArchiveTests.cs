using System.Text;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Backups;
using SaaSOdoo.Infrastructure.Backups.Restores;
using SaaSOdoo.TestKit.Backups;

namespace SaaSOdoo.Infrastructure.Tests.Backups.Restores;

/// <summary>An archive is a stranger's: what is wrong with it is said, and nothing of it is believed.</summary>
public sealed class OdooArchiveTests
{
    private static readonly byte[] File = Encoding.UTF8.GetBytes("content");

    [Fact]
    public async Task Files_are_those_that_Odoo_names_and_all_else_is_counted()
    {
        var name = OdooArchiveBuilder.PathOf(File);
        using var archive = await OpenAsync(new OdooArchiveBuilder().WithDump("").WithFile(File)
            .WithEntry("manifest.json", File).WithEntry("filestore/", [])
            .WithEntry("filestore/../x".Replace("..", "ab", StringComparison.Ordinal), File)
            .WithEntry($"filestore/ff/{name[3..]}", File)
            .WithEntry($"filestore/{name}/{name[3..]}", File)
            .WithEntry($"FILESTORE/{name}", File)
            .WithEntry($"filestore/{name[..2]}/{new string(name[0], 2)}{new string('0', 38)}", File, 0xA1FF << 16)
            .Build());

        archive.Files.Select(f => f.Name).ShouldBe([name]);
        archive.Foreign.ShouldBe(5);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("filestore/../../evil")]
    [InlineData("/etc/passwd")]
    [InlineData(@"..\evil")]
    [InlineData("C:/evil")]
    [InlineData("filestore/a\nb")]
    public async Task A_name_that_points_elsewhere_is_refused(string name) =>
        (await RefusedAsync(new OdooArchiveBuilder().WithDump("").WithEntry(name, File).Build())).ShouldBe("archive_refused");

    [Fact]
    public async Task A_zip_that_is_cut_off_anywhere_is_damaged()
    {
        var whole = new OdooArchiveBuilder().WithDump("SELECT 1;").WithFile(File).Build().ToArray();
        for (var length = 0; length < whole.Length; length++)
            (await RefusedAsync(new MemoryStream(whole[..length]))).ShouldBe("archive_damaged", $"{length} of {whole.Length}");
    }

    [Fact]
    public async Task What_is_no_zip_and_one_without_a_dump_are_damaged()
    {
        (await RefusedAsync(new MemoryStream(new byte[4000]))).ShouldBe("archive_damaged");
        using var withoutDump = await OpenAsync(new OdooArchiveBuilder().WithFile(File).Build());
        Should.Throw<RefusedException>(() => withoutDump.Dump).Code.ShouldBe("archive_damaged");
    }

    [Fact]
    public async Task The_custom_format_of_a_dump_is_named()
    {
        var dump = Encoding.UTF8.GetBytes("PGDMP\u0001\u000e\u0000 and so on");
        (await RefusedAsync(new MemoryStream(dump))).ShouldBe("archive_refused");

        using var archive = await OpenAsync(new OdooArchiveBuilder().WithEntry("dump.sql", dump).Build());
        (await Should.ThrowAsync<RefusedException>(() => ReadAsync(archive))).Message.ShouldContain("custom format");
    }

    [Fact]
    public async Task More_entries_than_memory_holds_are_refused_before_they_are_read() =>
        (await RefusedAsync(new OdooArchiveBuilder().WithDump("").WithFile(File).WithEntry("a", File).Build(), 2)).ShouldBe("archive_too_large");

    [Fact]
    public async Task A_dump_that_is_longer_or_shorter_than_its_directory_says_is_damaged()
    {
        foreach (var change in new[] { -20, 20 })
        {
            var zip = new OdooArchiveBuilder().WithDump(new string('\n', 100_000)).Build().ToArray();
            // The uncompressed size in the directory, 24 bytes after its mark.
            var at = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24;
            BitConverter.TryWriteBytes(zip.AsSpan(at), BitConverter.ToInt32(zip, at) + change).ShouldBeTrue();
            using var archive = await OpenAsync(new MemoryStream(zip));
            (await Should.ThrowAsync<RefusedException>(() => ReadAsync(archive))).Code.ShouldBe("archive_damaged");
        }
    }

    [Fact]
    public async Task A_dump_without_its_end_is_damaged()
    {
        using var archive = await OpenAsync(new OdooArchiveBuilder().WithEntry("dump.sql", "SELECT 1;\n"u8.ToArray()).Build());
        (await Should.ThrowAsync<RefusedException>(() => ReadAsync(archive))).Code.ShouldBe("archive_damaged");
    }

    [Fact]
    public async Task The_dump_comes_in_the_length_that_was_said_and_forbids_commands_first()
    {
        using var archive = await OpenAsync(new OdooArchiveBuilder().WithDump("\\restrict abc\nALTER TABLE t OWNER TO x;\nSELECT 1;\n\\unrestrict abc\n").Build());

        var (text, length) = await ReadAsync(archive);

        text.Length.ShouldBe((int)length);
        text.ShouldMatch("\\A\\\\restrict [0-9A-F]{32}\n");
        text.ShouldContain("\nSELECT 1;\n");
        text.ShouldNotContain("OWNER");
        text.ShouldNotContain("abc");
    }

    private static Task<OdooArchive> OpenAsync(Stream zip, int mostEntries = 1000) =>
        OdooArchive.OpenAsync(new Stored(zip), mostEntries, CancellationToken.None);

    private static async Task<string> RefusedAsync(Stream zip, int mostEntries = 1000) =>
        (await Should.ThrowAsync<RefusedException>(() => OpenAsync(zip, mostEntries))).Code;

    private static async Task<(string Text, long Length)> ReadAsync(OdooArchive archive)
    {
        await using var entry = await BoundedEntry.OpenAsync(archive.Dump, CancellationToken.None);
        await using var dump = new FilteredDump(entry, archive.Dump.Length);
        using var reader = new StreamReader(dump);
        return (await reader.ReadToEndAsync(), dump.TotalLength);
    }

    /// <summary>As stores give archives: what is far away is waited for.</summary>
    private sealed class Stored(Stream zip) : ReadOnlySeekableStream
    {
        public override long Length => zip.Length;

        protected override ValueTask<int> ReadAtAsync(long place, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            zip.Position = place;
            return zip.ReadAsync(buffer, cancellationToken);
        }
    }
}
