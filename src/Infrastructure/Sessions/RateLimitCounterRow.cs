namespace SaaSOdoo.Infrastructure.Sessions;

/// <summary>How often a source has asked in the window that is open.</summary>
internal sealed class RateLimitCounterRow
{
    public const int SourceMaxLength = 64;

    public required string Source { get; init; }
    public int Requests { get; init; }
    public DateTimeOffset EndsAt { get; init; }
}
