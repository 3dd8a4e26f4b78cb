using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace SaaSOdoo.TestKit.Backups;

/// <summary>A zip as Odoo makes it, of what a test says is in it.</summary>
public sealed class OdooArchiveBuilder
{
    private const string Complete = "\n--\n-- PostgreSQL database dump complete\n--\n\n";

    private readonly List<(string Name, byte[] Content, int Attributes)> entries = [];

    /// <param name="sql">What stands between the first and the last line of the dump.</param>
    public OdooArchiveBuilder WithDump(string sql) => WithEntry("dump.sql", Encoding.UTF8.GetBytes($"--\n-- PostgreSQL database dump\n--\n\n{sql}\n{Complete}"));

    public OdooArchiveBuilder WithFile(byte[] content) => WithEntry($"filestore/{PathOf(content)}", content);

    /// <param name="attributes">As a zip made on Unix has them: mode and kind in the upper half.</param>
    public OdooArchiveBuilder WithEntry(string name, byte[] content, int attributes = 0)
    {
        entries.Add((name, content, attributes));
        return this;
    }

    public MemoryStream Build()
    {
        var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content, attributes) in entries)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                entry.ExternalAttributes = attributes;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }

        archive.Position = 0;
        return archive;
    }

    /// <summary>Below <c>filestore</c>, as Odoo names a file by its content.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "It is Odoo's choice.")]
    public static string PathOf(byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA1.HashData(content));
        return $"{hash[..2]}/{hash}";
    }
}
