namespace SaaSOdoo.Application.Customers;

/// <summary>One-way hashing of customers' passwords, slow on purpose; so few are at work at once, and the others wait their turn.</summary>
public interface IPasswordHasher
{
    Task<string> HashAsync(string password, CancellationToken cancellationToken);

    Task<bool> VerifyAsync(string hash, string password, CancellationToken cancellationToken);

    /// <summary>A hash of nothing anybody knows, so that an unknown e-mail costs the same time as a known one.</summary>
    string Dummy { get; }
}
