using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>What a trial needs besides the transaction's own connection.</summary>
internal sealed class TrialPreparation(IMailboxHasher mailboxes) : IPreparation<CreateSubscription>
{
    public Task PrepareAsync(CreateSubscription command, CancellationToken cancellationToken) => mailboxes.ReadKeyAsync(cancellationToken);
}
