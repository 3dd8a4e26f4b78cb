using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>What time and payments make of a subscription. <see cref="BillingCycle"/> says which of it is due.</summary>
public sealed partial class Subscription
{
    /// <summary>What follows since something due is not paid; empty when nothing is.</summary>
    public List<DunningStep> Dunning { get; private set; } = [];

    /// <summary>When the invoices of one that has ended were voided, credited and written off; null: that is still to be done.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>How long the instances of one that has ended are kept. They are terminated only with a completed final backup.</summary>
    public DateTimeOffset? TerminateAt { get; private set; }

    public bool HasEnded => SubscriptionStatuses.Ended.Contains(Status);

    /// <summary>The first payment. Periods are counted from when it was applied.</summary>
    public Result Activate(DateTimeOffset paidAt, BillingTerms terms, DateTimeOffset now)
    {
        var activated = Become(SubscriptionAction.Activate, new SubscriptionActivated(Id, TenantId, now), now);
        if (activated.IsFailure)
            return activated;

        (Anchor, CurrentPeriodStart) = (paidAt, paidAt);
        CurrentPeriodEnd = BillingCalendar.NextEnd(paidAt, paidAt, BillingPeriod, terms.Zone);
        return Result.Success;
    }

    /// <summary>The next period begins, after a trial or another period.</summary>
    /// <param name="priced">What it was invoiced with.</param>
    /// <param name="unpaidSince">When its invoice was due, for one that is not paid at the end of a trial.</param>
    public Result BeginPeriod(PricedPlan priced, DateTimeOffset end, DateTimeOffset? unpaidSince, BillingTerms terms, DateTimeOffset now)
    {
        var begun = (Status, unpaidSince) switch
        {
            (SubscriptionStatus.Trialing, { } due) => FallDue(due, terms, now),
            (SubscriptionStatus.Trialing, null) => Become(SubscriptionAction.Activate, new SubscriptionActivated(Id, TenantId, now), now),
            _ => Renew(now),
        };
        if (begun.IsFailure)
            return begun;

        (CurrentPeriodStart, CurrentPeriodEnd) = (CurrentPeriodEnd, end);
        Reprice(priced, now);
        return Result.Success;
    }

    /// <summary>Something is due and not paid: the first step of dunning.</summary>
    public Result FallDue(DateTimeOffset due, BillingTerms terms, DateTimeOffset now)
    {
        if (Status is SubscriptionStatus.PastDue)
            return Result.Success;

        var fallen = Become(SubscriptionAction.FallDue, new SubscriptionPastDue(Id, TenantId, now), now);
        if (!fallen.IsFailure)
            (PastDueAt, Dunning) = (due, DunningLadder.Begin(terms, due, now));
        return fallen;
    }

    /// <summary>Takes the step of dunning that is next.</summary>
    public Result Dun(BillingTerms terms, DateTimeOffset now)
    {
        if (DunningLadder.Next(Dunning) is not { } step)
            return Result.Success;

        var taken = step.Kind switch
        {
            DunningKind.Suspension => Become(SubscriptionAction.Suspend, new SubscriptionSuspended(Id, TenantId, now), now),
            DunningKind.Expiry => End(SubscriptionAction.Expire, new SubscriptionExpired(Id, TenantId, now), terms.Retention, now),
            _ => Remind(step, now),
        };
        if (taken.IsFailure)
            return taken;

        Dunning = DunningLadder.Run(Dunning, PastDueAt!.Value, now);
        if (step.Kind is DunningKind.Suspension)
            SuspendedAt = now;
        return Result.Success;
    }

    /// <summary>All that was due is paid. The anchor, and so the days of its periods, stay.</summary>
    public Result Recover(DateTimeOffset now)
    {
        var recovered = Become(SubscriptionAction.Activate, new SubscriptionActivated(Id, TenantId, now), now);
        if (!recovered.IsFailure)
            (PastDueAt, SuspendedAt, Dunning) = (null, null, []);
        return recovered;
    }

    /// <summary>Ends it now; nothing is charged any more. What is open is settled by the next look at it.</summary>
    public Result Cancel(DateTimeOffset now) => End(SubscriptionAction.Cancel, new SubscriptionCancelled(Id, TenantId, now), retention: null, now);

    /// <summary>Its invoices are voided, credited or written off; again where one is open again.</summary>
    public void Settle(BillingTerms terms, DateTimeOffset now)
    {
        // The instances may be another subscription's by the second time.
        if (SettledAt is null && CurrentPeriodStart is not null)
            TerminateAt ??= EndedAt!.Value + terms.Retention;
        (SettledAt, UpdatedAt) = (SettledAt ?? now, now);
    }

    /// <summary>The tenant has a live subscription again before its instances were terminated.</summary>
    public void KeepInstances() => TerminateAt = null;

    /// <summary>Its tenant's instances were told how it stands.</summary>
    public void ApplyStanding() => AppliedVersion = StandingVersion;

    /// <param name="at">When it is looked at next; null: nothing changes by time alone.</param>
    public void Schedule(DateTimeOffset? at) => NextActionAt = at;

    private Result Renew(DateTimeOffset now)
    {
        if (SubscriptionTransitions.Next(Status, SubscriptionAction.Renew) is null)
            return SubscriptionErrors.ActionNotAllowed(Status);

        Raise(new SubscriptionRenewed(Id, TenantId, now));
        return Result.Success;
    }

    private Result Remind(DunningStep step, DateTimeOffset now)
    {
        UpdatedAt = now;
        Raise(new SubscriptionPaymentReminded(Id, TenantId, step.Day, now));
        return Result.Success;
    }

    private Result End(SubscriptionAction action, SubscriptionEvent happened, TimeSpan? retention, DateTimeOffset now)
    {
        if (HasEnded)
            return Result.Success;

        var ended = Become(action, happened, now);
        if (!ended.IsFailure)
            (EndedAt, NextActionAt, RemindAt, TerminateAt) = (now, now, null, CurrentPeriodStart is null ? null : now + retention);
        return ended;
    }

    private Result Become(SubscriptionAction action, SubscriptionEvent happened, DateTimeOffset now)
    {
        var before = Standing.Of(Status, CurrentPeriodStart is not null);
        var changed = Apply(action, happened, now);
        if (changed.IsFailure || Standing.Of(Status, CurrentPeriodStart is not null) is not { } standing || standing == before)
            return changed;

        StandingVersion++;
        Raise(new SubscriptionStandingChanged(Id, TenantId, now));
        return changed;
    }
}
