using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>Changes of plan and period. A change only says what is to be; invoices follow it (see the cycle of subscriptions).</summary>
public sealed partial class Subscription
{
    /// <summary>
    /// The change at the end of the period, also while another waits for its payment. Until it is dropped the smaller plan limits.
    /// </summary>
    public PendingChange? PendingDown => PendingChange?.AtPeriodEnd();

    /// <summary>The change that waits for its payment.</summary>
    public PendingChange? PendingUp => PendingChange is { Kind: ChangeKind.Up } up ? up : null;

    /// <summary>
    /// What a change would do and cost; nothing is changed by asking. What the tenant has more of than the plan allows is not looked at.
    /// </summary>
    /// <param name="wanted">A version on offer, or the current one.</param>
    /// <param name="at">Billing's time: now, or that of a preview.</param>
    public Result<ChangeTerms> TermsOf(PricedPlan wanted, DateTimeOffset at)
    {
        if (wanted.Currency != Currency)
            throw new InvalidOperationException($"{Id} is sold in {Currency}, not in {wanted.Currency}.");
        if (RefusalOfChange(at) is { } refusal)
            return refusal;
        if (wanted.Plan.Id == PlanId && wanted.Period == BillingPeriod)
            return new ChangeTerms(ChangeEffect.None, wanted, at, at);

        return Status switch
        {
            SubscriptionStatus.Active => TermsWithin(wanted, CurrentPeriodStart!.Value, CurrentPeriodEnd!.Value, at),
            SubscriptionStatus.Trialing when wanted.Plan.TrialDays == 0 => SubscriptionChangeErrors.NoTrial,
            SubscriptionStatus.Trialing => new ChangeTerms(ChangeEffect.AtOnce, wanted, at, at),
            _ => new ChangeTerms(ChangeEffect.AtOnce, wanted, at, at, Charge: wanted.Amount),
        };
    }

    /// <summary>Whether this very change waits already: asking for it once more, as a repeated request does, is no new one.</summary>
    public bool WaitsFor(ChangeTerms terms) => PendingChange is { } waiting
        && (waiting.PlanId, waiting.BillingPeriod, waiting.Price) == (terms.Wanted.Plan.Id, terms.Wanted.Period, terms.Wanted.Amount);

    /// <summary>
    /// Carries out the terms, or lets the change wait. It replaces the one that waits; only what is paid drops one at the period's end.
    /// </summary>
    /// <param name="invoice">What has to be paid for it; null when that is nothing.</param>
    /// <param name="lapsesAt">Until when it has to be paid; the end of the period comes first.</param>
    public void RequestChange(ChangeTerms terms, InvoiceId? invoice, DateTimeOffset lapsesAt, DateTimeOffset now)
    {
        var down = PendingDown;
        if (terms.Effect is ChangeEffect.None)
        {
            ForgetChange(now);
            return;
        }

        if (terms.Effect is ChangeEffect.AtOnce || (terms.Effect is ChangeEffect.WhenPaid && invoice is null))
        {
            PendingChange = null;
            Reprice(terms.Wanted, now);
            Raise(new SubscriptionChanged(Id, TenantId, terms.Wanted.Plan.Code, now));
            return;
        }

        PendingChange = terms.Effect is ChangeEffect.WhenPaid
            ? PendingChange.Of(terms, ChangeKind.Up) with
            {
                InvoiceId = invoice,
                LapsesAt = Earlier(lapsesAt, CurrentPeriodEnd!.Value),
                Otherwise = down,
            }
            : PendingChange.Of(terms, ChangeKind.Down);
        UpdatedAt = now;
        Raise(new SubscriptionChangeRequested(Id, TenantId, terms.Wanted.Plan.Code, terms.EffectiveAt, invoice, now));
    }

    /// <summary>
    /// Its invoice is paid: takes over the plan and price in the same period, and drops a change that waits for the period's end.
    /// </summary>
    /// <exception cref="InvalidOperationException">No change waits for a payment.</exception>
    public void ApplyPaidChange(DateTimeOffset now)
    {
        var paid = PendingUp ?? throw new InvalidOperationException($"No change of {Id} waits for its payment.");
        (PlanId, BillingPeriod, Price, Rate) = (paid.PlanId, paid.BillingPeriod, paid.Price, paid.Rate);
        (PendingChange, UpdatedAt) = (null, now);
        Raise(new SubscriptionChanged(Id, TenantId, paid.Plan, now));
    }

    /// <summary>
    /// Drops the change that was not paid in time; one that waits for the end of the period goes on waiting. Without such, drops that
    /// one.
    /// </summary>
    public void DropChange(DateTimeOffset now)
    {
        if (PendingChange is not { } dropped)
            return;

        (PendingChange, UpdatedAt) = (dropped.Otherwise, now);
        Raise(new SubscriptionChangeDropped(Id, TenantId, dropped.Plan, now));
    }

    /// <summary>
    /// The period ends: the change that was not paid is dropped, the one that waited for the end is taken. The caller sets plan and
    /// price.
    /// </summary>
    public void EndChanges(DateTimeOffset now)
    {
        if (PendingUp is not null)
            DropChange(now);
        if (PendingDown is not { } taken)
            return;

        (PendingChange, UpdatedAt) = (null, now);
        Raise(new SubscriptionChanged(Id, TenantId, taken.Plan, now));
    }

    /// <summary>Why it is not changed, whatever the plan; null when it can be.</summary>
    public Error? RefusalOfChange(DateTimeOffset at) => Status switch
    {
        SubscriptionStatus.PastDue or SubscriptionStatus.Suspended => SubscriptionChangeErrors.PaymentRequired,
        SubscriptionStatus.Cancelled or SubscriptionStatus.Expired => SubscriptionErrors.ActionNotAllowed(Status),
        _ when CancelAtPeriodEnd => SubscriptionChangeErrors.Cancelling,
        SubscriptionStatus.Active or SubscriptionStatus.Trialing when CurrentPeriodEnd <= at => SubscriptionChangeErrors.Renewing,
        _ => null,
    };

    // Both of them, the one that waits for its payment first.
    private void ForgetChange(DateTimeOffset now)
    {
        while (PendingChange is not null)
            DropChange(now);
    }

    private ChangeTerms TermsWithin(PricedPlan wanted, DateTimeOffset start, DateTimeOffset end, DateTimeOffset at) =>
        wanted.Period == BillingPeriod && wanted.Amount > Price
            ? new(
                ChangeEffect.WhenPaid, wanted, at, at, Proration.Remaining(Price, start, end, at),
                Proration.Remaining(wanted.Amount, start, end, at))
            : new(ChangeEffect.PeriodEnd, wanted, at, end);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
