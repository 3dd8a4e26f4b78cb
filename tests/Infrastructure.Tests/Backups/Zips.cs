using System.IO.Compression;
using System.Text;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

internal static class Zips
{
    public static async Task<byte[]> ReadAsync(this ZipArchive zip, string entry)
    {
        await using var content = await zip.GetEntry(entry).ShouldNotBeNull(entry).OpenAsync();
        var all = new MemoryStream();
        await content.CopyToAsync(all);
        return all.ToArray();
    }

    public static async Task<string> TextAsync(this ZipArchive zip, string entry) => Encoding.UTF8.GetString(await zip.ReadAsync(entry));
}
