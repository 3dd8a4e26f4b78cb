using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SaaSOdoo.Domain.Audit;

public enum AuditBreakReason
{
    /// <summary>The content, the hash, or the hash of the entry before is not what was written.</summary>
    Changed,

    /// <summary>No entry has this position.</summary>
    Missing,

    /// <summary>An entry stands where none was appended.</summary>
    Surplus,
}

public sealed record AuditBreak(short Chain, long Position, AuditBreakReason Reason);

/// <summary>Walks one chain from its first entry to its end; keeps nothing but the hash before.</summary>
/// <param name="end">Null when the chain's end is missing itself.</param>
public sealed class AuditWalk(short chain, AuditChain? end)
{
    private byte[] hash = [];
    private long position;

    /// <param name="next">Entries come in the order of their positions.</param>
    /// <returns>What is wrong here; null when the chain holds so far.</returns>
    public AuditBreak? Step(AuditEntry next)
    {
        if (next.Position > position + 1)
            return new(chain, position + 1, AuditBreakReason.Missing);
        if (next.Position <= position || next.Position > (end?.Position ?? 0))
            return new(chain, next.Position, AuditBreakReason.Surplus);
        if (!next.HashAfter(hash).AsSpan().SequenceEqual(next.Hash))
            return new(chain, next.Position, AuditBreakReason.Changed);

        (position, hash) = (next.Position, next.Hash);
        return null;
    }

    /// <summary>After the last entry.</summary>
    public AuditBreak? End() =>
        end is null || end.Position > position ? new(chain, position + 1, AuditBreakReason.Missing)
        : !end.Hash.AsSpan().SequenceEqual(hash) ? new(chain, position, AuditBreakReason.Changed)
        : null;

    /// <summary>SHA-256 over the ends of all chains, hexadecimal.</summary>
    public static string DigestOf(IEnumerable<AuditChain> ends)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var end in ends.OrderBy(e => e.Chain))
        {
            all.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{end.Chain}:{end.Position};")));
            all.AppendData(end.Hash);
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}
