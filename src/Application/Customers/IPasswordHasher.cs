namespace SaaSOdoo.Application.Customers;

/// <summary>
/// One-way hashing of customers' passwords in their normal form (<see cref="Domain.Customers.PasswordPolicy.Normalize"/>), slow on purpose; so
/// few are at work at once, and the others wait their turn, which goes round among the addresses that ask.
/// </summary>
/// <remarks>Both throw <see cref="Common.OverloadedException"/> when too many wait.</remarks>
public interface IPasswordHasher
{
    /// <param name="from">The address that asks; null when unknown.</param>
    Task<string> HashAsync(string password, string? from, CancellationToken cancellationToken);

    /// <inheritdoc cref="HashAsync"/>
    Task<bool> VerifyAsync(string hash, string password, string? from, CancellationToken cancellationToken);

    /// <summary>A hash of nothing anybody knows, so that an unknown e-mail costs the same time as a known one.</summary>
    string Dummy { get; }
}
