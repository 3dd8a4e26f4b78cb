using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>A zip as Odoo makes it, from a stranger. Names are checked here, sizes while they are read.</summary>
internal sealed partial class OdooArchive : IDisposable
{
    private const string DumpName = "dump.sql";

    /// <summary>What a dump in pg_dump's custom format begins with.</summary>
    public static readonly byte[] CustomFormat = [.. "PGDMP"u8];

    private readonly ZipArchive zip;

    private OdooArchive(ZipArchive zip) => this.zip = zip;

    /// <exception cref="RefusedException">Codes <c>archive_damaged</c>, <c>archive_refused</c>.</exception>
    public static async Task<OdooArchive> OpenAsync(Stream archive, int mostEntries, CancellationToken cancellationToken)
    {
        try
        {
            if (await archive.BeginsWithAsync(CustomFormat, cancellationToken))
                throw CustomFormatRefused();

            var loaded = await ZipDirectory.LoadAsync(archive, mostEntries, cancellationToken);
            var opened = new OdooArchive(new ZipArchive(loaded, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8));
            if (opened.zip.Entries.FirstOrDefault(e => Escapes(e.FullName)) is { } escaping)
                throw new RefusedException(RestoreFailures.Refused, $"The archive has an entry that points out of it: {Shown(escaping.FullName)}.");
            return opened;
        }
        catch (Exception e) when (ZipFailures.IsDamage(e))
        {
            throw RestoreFailures.DamagedBecause("it is no complete zip file", e);
        }
    }

    /// <summary>The text of the database.</summary>
    public ZipArchiveEntry Dump => zip.GetEntry(DumpName) ?? throw RestoreFailures.DamagedBecause("it has no dump.sql, which Odoo's backups in zip format have");

    /// <summary>What lies in <c>filestore</c> under a name as Odoo gives it, with that name.</summary>
    public IEnumerable<(string Name, ZipArchiveEntry Entry)> Files => zip.Entries
        .Select(e => (Match: FileName().Match(e.FullName), Entry: e))
        .Where(f => f.Match.Success && !IsLink(f.Entry))
        .Select(f => (f.Match.Groups["name"].Value, f.Entry));

    /// <summary>How many entries are neither that nor anything else that Odoo puts there.</summary>
    public int Foreign => zip.Entries.Count(e => !e.FullName.EndsWith('/') && e.FullName is not (DumpName or "manifest.json") && (!FileName().IsMatch(e.FullName) || IsLink(e)));

    public static RefusedException CustomFormatRefused() => new(
        RestoreFailures.Refused,
        "The dump is in pg_dump's custom format, which cannot be checked while it is read. Make the backup in Odoo as a zip, or with pg_dump --format=plain.");

    public void Dispose() => zip.Dispose();

    private static bool Escapes(string name) =>
        name.StartsWith('/') || name.Contains('\\') || name.Contains(':') || name.Any(char.IsControl) || name.Split('/').Contains("..");

    // Only a zip made on Unix says so, in the upper half. A link's content would be the name of another file.
    private static bool IsLink(ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & 0xF000) == 0xA000;

    private static string Shown(string name) => new([.. name.Take(100).Select(c => char.IsControl(c) ? '?' : c)]);

    [GeneratedRegex("^filestore/(?<name>(?<two>[0-9a-f]{2})/\\k<two>[0-9a-f]{38})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FileName();
}
