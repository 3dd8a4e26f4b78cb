using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// Keyed hashes of mailboxes (<see cref="Email.Mailbox"/>): what is kept of an address after its account is deleted. Without the key nobody can
/// try addresses against them.
/// </summary>
public interface IMailboxHasher
{
    /// <returns>32 bytes, the same for ever.</returns>
    Task<byte[]> HashAsync(Email email, CancellationToken cancellationToken);
}
