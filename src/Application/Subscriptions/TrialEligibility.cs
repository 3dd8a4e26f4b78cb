using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

internal static class TrialEligibility
{
    public const string Used = "trial_used";
    public const string HasPaid = "paid_subscription";
    public const string Unproven = "email_unverified";

    /// <summary>Why the customer gets no trial; null when they do. An error of this check reaches the caller: it never grants one.</summary>
    /// <param name="mailbox">The keyed hash of the customer's mailbox.</param>
    public static async Task<string?> TrialRefusalAsync(this IAppDb db, CustomerId customer, byte[] mailbox, CancellationToken cancellationToken)
    {
        if (await db.Trials.AnyAsync(t => t.CustomerId == customer || t.MailboxHash == mailbox, cancellationToken))
            return Used;

        // Not a status of today's subscriptions: a trial that ran out leads to past_due without any payment, and who has paid once may have left.
        return await db.Invoices.AnyAsync(i => i.CustomerId == customer && i.PaidAt != null, cancellationToken) ? HasPaid : null;
    }

    /// <summary>Starts the customer's one trial, if they have it still. Otherwise the subscription stays as it is.</summary>
    public static async Task TryStartTrialAsync(
        this IAppDb db, Subscription subscription, int days, IMailboxHasher mailboxes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var email = await db.Customers.Where(c => c.Id == subscription.CustomerId).Select(c => c.Email).SingleAsync(cancellationToken);
        var mailbox = await mailboxes.HashAsync(email, cancellationToken);
        var trial = Trial.Of(subscription, days, now, mailbox);
        if (await db.TrialRefusalAsync(subscription.CustomerId, mailbox, cancellationToken) is not null || !await db.ClaimAsync(trial, cancellationToken))
            return;

        subscription.StartTrial(trial, now);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>
    /// Takes the one trial of the customer and of the mailbox. Of attempts at the same time one inserts the row; the others wait for it to
    /// commit and get false.
    /// </summary>
    public static async Task<bool> ClaimAsync(this IAppDb db, Trial trial, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into trials (customer_id, subscription_id, mailbox_hash, started_at, ends_at)
            values ({trial.CustomerId.Value}, {trial.SubscriptionId.Value}, {trial.MailboxHash}, {trial.StartedAt}, {trial.EndsAt})
            on conflict do nothing
            """,
            cancellationToken) == 1;
}
