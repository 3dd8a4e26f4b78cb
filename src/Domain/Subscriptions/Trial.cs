using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>
/// A customer's one trial for life, and a mailbox's: the row stays when the account is deleted. Both are unique, so the database decides who is
/// first.
/// </summary>
public sealed class Trial
{
    public const int MailboxHashLength = 32;

    private Trial()
    {
    }

    public CustomerId CustomerId { get; private set; }
    public SubscriptionId SubscriptionId { get; private set; }

    /// <summary>Keyed hash of <see cref="Customers.Email.Mailbox"/>: it tells nobody the address. Null for trials from before it was kept.</summary>
    public byte[]? MailboxHash { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset EndsAt { get; private set; }

    public static Trial Of(Subscription subscription, int days, DateTimeOffset now, byte[]? mailboxHash = null) => new()
    {
        CustomerId = subscription.CustomerId,
        SubscriptionId = subscription.Id,
        MailboxHash = mailboxHash,
        StartedAt = now,
        EndsAt = now.AddDays(days),
    };
}
