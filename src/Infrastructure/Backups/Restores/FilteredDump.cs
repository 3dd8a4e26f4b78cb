using System.Security.Cryptography;
using System.Text;
using SaaSOdoo.Infrastructure.Provisioning.Containers;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>
/// What psql gets: a line that forbids it every command of its own, the dump without what cannot be said here, and empty lines in place of that,
/// so that the length is known beforehand.
/// </summary>
internal sealed class FilteredDump(Stream dump, long length) : ReadThroughStream(dump)
{
    private const int PieceBytes = 64 * 1024;
    private const string LastLine = "PostgreSQL database dump complete";
    private const int TailBytes = 1024;

    // What is not written at once after a crash is loaded again.
    private readonly byte[] prefix =
        Encoding.ASCII.GetBytes($"\\restrict {RandomNumberGenerator.GetHexString(32)}\nSET synchronous_commit = off;\n");

    private readonly Stream dump = dump;
    private readonly byte[] piece = new byte[PieceBytes];
    private readonly DumpOutput output = new();
    private readonly List<byte> tail = [];
    private DumpLexer? lexer;
    private ReadOnlyMemory<byte> ready;
    private long given;
    private bool ended;

    /// <summary>With an empty line at least, so that the end of the dump is seen before the last byte is given.</summary>
    public long TotalLength => prefix.Length + length + 1;

    public IReadOnlyDictionary<string, int> LeftOut => lexer is null ? new Dictionary<string, int>(StringComparer.Ordinal) : lexer.LeftOut;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (ready.IsEmpty && !ended)
            await FillAsync(cancellationToken);

        var count = (int)Math.Min(buffer.Length, ready.IsEmpty ? TotalLength - given : ready.Length);
        if (ready.IsEmpty)
            buffer.Span[..count].Fill((byte)'\n');
        else
            ready.Span[..count].CopyTo(buffer.Span);
        ready = ready.IsEmpty ? ready : ready[count..];
        given += count;
        return count;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        if (lexer is null)
        {
            (lexer, ready) = (new(output), prefix);
            return;
        }

        output.Taken();
        var read = await dump.ReadAsync(piece, cancellationToken);
        if (read > 0)
        {
            Remember(piece.AsSpan(0, read));
            lexer.Read(piece.AsSpan(0, read));
        }
        else
        {
            ended = true;
            if (!lexer.Finish() || !Encoding.Latin1.GetString([.. tail]).Contains(LastLine, StringComparison.Ordinal))
                throw RestoreFailures.DamagedBecause("dump.sql is not complete");
        }

        ready = output.Passed;
    }

    protected override void OnRead(int bytes)
    {
        // Reading is replaced.
    }

    // The first piece says what it is, the last whether it is all.
    private void Remember(ReadOnlySpan<byte> read)
    {
        if (tail.Count == 0 && read.StartsWith(OdooArchive.CustomFormat))
            throw OdooArchive.CustomFormatRefused();

        tail.AddRange(read[^Math.Min(read.Length, TailBytes)..]);
        if (tail.Count > TailBytes)
            tail.RemoveRange(0, tail.Count - TailBytes);
    }
}
