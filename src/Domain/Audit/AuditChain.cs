namespace SaaSOdoo.Domain.Audit;

/// <summary>Where a chain ends: what finds that its newest entries were removed.</summary>
public sealed class AuditChain
{
    public short Chain { get; init; }

    /// <summary>Of the newest entry; 0 when there is none.</summary>
    public long Position { get; init; }

    /// <summary>Of the newest entry; empty when there is none.</summary>
    public byte[] Hash { get; init; } = [];
}
