using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Mail;

/// <summary>Reminds a tenant's owners of the end of its trial, once at each of 7, 3 and 1 days before.</summary>
public sealed class TrialReminders(IAppDb db, OwnerNotifier owners, TimeProvider clock)
{
    private static readonly int[] Days = [1, 3, 7];

    /// <summary>What an outage has kept back is made up for by the reminder that is due now; those before it are left out.</summary>
    public async Task RemindAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var last = now.AddDays(Days.Max());
        var ending = await (from s in db.Subscriptions
                            join plan in db.Plans on s.PlanId equals plan.Id
                            where s.Status == SubscriptionStatus.Trialing && s.TrialEnd > now && s.TrialEnd <= last
                            orderby s.TrialEnd
                            select new Ending(s.Id, s.TenantId, plan.Name, s.TrialStart!.Value, s.TrialEnd!.Value)).ToListAsync(cancellationToken);
        foreach (var trial in ending)
            await RemindAsync(trial, now, cancellationToken);
    }

    private async Task RemindAsync(Ending trial, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var days = Days.First(d => trial.EndsAt <= now.AddDays(d));
        // A trial that is no longer than this has only just begun.
        if (trial.EndsAt - trial.StartedAt <= TimeSpan.FromDays(days))
            return;

        await owners.PostAsync(
            trial.Tenant, MailTemplate.TrialEnding, $"{trial.Id.Value:N}:{days}", cancellationToken,
            ("plan", trial.Plan), ("remaining", MailText.Units(days, "day")), ("ends_at", MailText.Moment(trial.EndsAt)));
        await db.SaveChangesAsync(cancellationToken);
    }

    private sealed record Ending(SubscriptionId Id, TenantId Tenant, string Plan, DateTimeOffset StartedAt, DateTimeOffset EndsAt);
}
