using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Mail;

/// <summary>Reminds a tenant's owners of the end of its trial, once at each of <see cref="Subscription.Reminders"/>.</summary>
public sealed class TrialReminders(IAppDb db, OwnerNotifier owners, TimeProvider clock)
{
    private const int Batch = 100;

    /// <summary>Of those that go by the real time. Reads only what is due, by an index: what was sent is due again at the next reminder.</summary>
    public Task RemindAsync(CancellationToken cancellationToken) => RemindAsync(testClock: null, clock.GetUtcNow(), cancellationToken);

    /// <summary>Of those that go by a test clock.</summary>
    /// <param name="now">What it shows.</param>
    public async Task RemindAsync(TestClockId? testClock, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (await RemindBatchAsync(testClock, now, cancellationToken) == Batch)
        {
            // There may be more.
        }
    }

    // Each batch is saved, and forgotten: the time of one does not grow with those before it.
    private async Task<int> RemindBatchAsync(TestClockId? testClock, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = await db.Subscriptions.Where(s => s.Status == SubscriptionStatus.Trialing && s.RemindAt <= now && s.ClockId == testClock)
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
