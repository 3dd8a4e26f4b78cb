using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Mail;

/// <summary>Reminds a tenant's owners of the end of its trial, once at each of <see cref="Subscription.Reminders"/>.</summary>
public sealed class TrialReminders(IAppDb db, OwnerNotifier owners, TimeProvider clock)
{
    private const int Batch = 100;

    /// <summary>Reads only those that are due, by an index: what was sent is due again at the next reminder.</summary>
    public async Task RemindAsync(CancellationToken cancellationToken)
    {
        while (await RemindBatchAsync(cancellationToken) == Batch)
        {
            // There may be more.
        }
    }

    // Each batch is saved, and forgotten: the time of one does not grow with those before it.
    private async Task<int> RemindBatchAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await db.Subscriptions.Where(s => s.Status == SubscriptionStatus.Trialing && s.RemindAt <= now)
            .OrderBy(s => s.RemindAt).Take(Batch).ToListAsync(cancellationToken);
        var bought = due.Select(s => s.PlanId).Distinct().ToList();
        var plans = await db.Plans.Where(p => bought.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, cancellationToken);
        foreach (var subscription in due)
        {
            if (subscription.Remind(now) is { } days)
                await PostAsync(subscription, plans[subscription.PlanId], days, cancellationToken);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // One was changed in this instant: none was saved, and they are read again.
            db.ChangeTracker.Clear();
            return Batch;
        }

        db.ChangeTracker.Clear();
        return due.Count;
    }

    private Task PostAsync(Subscription trial, string plan, int days, CancellationToken cancellationToken) => owners.PostAsync(
        trial.TenantId, MailTemplate.TrialEnding, $"{trial.Id.Value:N}:{days}", cancellationToken,
        ("plan", plan), ("remaining", MailText.Units(days, "day")), ("ends_at", MailText.Moment(trial.TrialEnd!.Value)));
}
