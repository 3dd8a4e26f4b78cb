using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// Keyed hashes of mailboxes (<see cref="Email.Mailbox"/>): what is kept of an address after its account is deleted. Without the key nobody can
/// try addresses against them.
/// </summary>
public interface IMailboxHasher
{
    /// <summary>
    /// Reads the key on a connection of its own, once a process. Before a transaction: when each of many holds a connection and wants another,
    /// none gets one.
    /// </summary>
    Task ReadKeyAsync(CancellationToken cancellationToken);

    /// <returns>32 bytes, the same for ever.</returns>
    Task<byte[]> HashAsync(Email email, CancellationToken cancellationToken);
}
