namespace SaaSOdoo.Infrastructure.Persistence.Idempotency;

/// <summary>Written by the statements of <see cref="IdempotencyStore"/>; here for the model.</summary>
internal sealed class IdempotencyKeyRow
{
    public required string Caller { get; init; }
    public required string Key { get; init; }

    /// <summary>Encrypted; null while the request is under way, which no other transaction ever sees.</summary>
    public string? Answer { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}
