using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

internal static class TrialEligibility
{
    public const string Used = "trial_used";
    public const string HasPaid = "paid_subscription";

    /// <summary>Why the customer gets no trial; null when they do. An error of this check reaches the caller: it never grants one.</summary>
    public static async Task<string?> TrialRefusalAsync(this IAppDb db, CustomerId customer, CancellationToken cancellationToken)
    {
        if (await db.Trials.AnyAsync(t => t.CustomerId == customer, cancellationToken))
            return Used;

        return await db.Subscriptions.AnyAsync(
            s => s.CustomerId == customer && SubscriptionStatuses.Paid.Contains(s.Status), cancellationToken) ? HasPaid : null;
    }

    /// <summary>
    /// Takes the customer's one trial. Of attempts at the same time one inserts the row; the others wait for it to commit and get false.
    /// </summary>
    public static async Task<bool> ClaimAsync(this IAppDb db, Trial trial, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into trials (customer_id, subscription_id, started_at, ends_at)
            values ({trial.CustomerId.Value}, {trial.SubscriptionId.Value}, {trial.StartedAt}, {trial.EndsAt})
            on conflict (customer_id) do nothing
            """,
            cancellationToken) == 1;
}
