namespace SaaSOdoo.Infrastructure.Backups;

internal static class FileMarks
{
    /// <summary>Whether the file's first bytes are these. Leaves it at its beginning.</summary>
    public static async Task<bool> BeginsWithAsync(this Stream file, byte[] mark, CancellationToken cancellationToken)
    {
        var begin = new byte[mark.Length];
        file.Position = 0;
        var read = await file.ReadAtLeastAsync(begin, begin.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        return read == mark.Length && begin.AsSpan().SequenceEqual(mark);
    }
}
