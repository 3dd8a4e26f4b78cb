using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>How a customer ends it, and thinks better of it.</summary>
public sealed partial class Subscription
{
    /// <summary>
    /// Lets it end with its period, or its trial, until <see cref="Resume"/> undoes it; the change that waits for its payment is dropped.
    /// One that waits for its first payment ends at once; for one that has ended nothing happens.
    /// </summary>
    public Result EndWithPeriod(DateTimeOffset now)
    {
        if (Status is SubscriptionStatus.Pending)
            return CancelNow(now);
        if (Status is SubscriptionStatus.PastDue or SubscriptionStatus.Suspended)
            return SubscriptionChangeErrors.OnlyNow;
        if (SubscriptionStatuses.Ended.Contains(Status) || CancelAtPeriodEnd)
            return Result.Success;

        if (PendingUp is not null)
            DropChange(now);
        (CancelAtPeriodEnd, UpdatedAt) = (true, now);
        Raise(new CancellationScheduled(Id, TenantId, CurrentPeriodEnd!.Value, now));
        return Result.Success;
    }

    /// <summary>Ends it now. What was paid is not given back; what was used and not paid stays due.</summary>
    public Result CancelNow(DateTimeOffset now)
    {
        ForgetChange(now);
        CancelAtPeriodEnd = false;
        return Cancel(now);
    }

    /// <summary>Undoes <see cref="EndWithPeriod"/>; nothing happens when it goes on anyway.</summary>
    public Result Resume(DateTimeOffset now)
    {
        if (Status is not (SubscriptionStatus.Trialing or SubscriptionStatus.Active))
            return SubscriptionErrors.ActionNotAllowed(Status);
        if (!CancelAtPeriodEnd)
            return Result.Success;
        if (CurrentPeriodEnd <= now)
            return SubscriptionErrors.ActionNotAllowed(SubscriptionStatus.Cancelled);

        (CancelAtPeriodEnd, UpdatedAt) = (false, now);
        Raise(new CancellationWithdrawn(Id, TenantId, now));
        return Result.Success;
    }
}
