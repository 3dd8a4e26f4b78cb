namespace SaaSOdoo.Application.Common;

/// <summary>Answers kept for requests that come again: one for each caller and Idempotency-Key, in the transaction of the request's effect.</summary>
public interface IIdempotencyStore
{
    /// <summary>How long an answer is given again.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <returns>What was kept; null when there is nothing, or nothing any more.</returns>
    Task<string?> FindAsync(IdempotencyKey key, CancellationToken cancellationToken);

    /// <summary>Takes the key for the rest of the transaction. Waits while another transaction has it.</summary>
    /// <returns>False when there is an answer already.</returns>
    Task<bool> ClaimAsync(IdempotencyKey key, CancellationToken cancellationToken);

    /// <summary>Keeps the answer under the key that was claimed. It is stored encrypted.</summary>
    Task KeepAsync(IdempotencyKey key, string answer, CancellationToken cancellationToken);

    /// <summary>Gives the key up: the next request with it runs.</summary>
    Task ReleaseAsync(IdempotencyKey key, CancellationToken cancellationToken);
}

/// <param name="Caller">Keys of different callers have nothing to do with each other.</param>
public sealed record IdempotencyKey(string Caller, string Key)
{
    public const int CallerMaxLength = 100;
    public const int KeyMaxLength = 255;
}
