using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>
/// What happens to a subscription next, and when: computed from how it and its invoices stand, and from nothing else. So it does not matter
/// what calls for a look at it, how often, or how late.
/// </summary>
public static class BillingCycle
{
    /// <param name="invoices">
    /// Of the subscription, without credit notes: at least what is open, what is for the current or a later period, and what waits for its payment.
    /// </param>
    /// <param name="now">Billing's time: what is due by then counts as due.</param>
    /// <returns>The step that is due first, or will be; null when nothing changes by time alone.</returns>
    public static CycleStep? Next(Subscription subscription, IReadOnlyCollection<Invoice> invoices, BillingTerms terms, DateTimeOffset now) =>
        Steps(subscription, invoices, terms, now).OrderBy(s => s.At).ThenBy(s => s.Action).FirstOrDefault();

    /// <summary>The plan, period and end of the period after the current one.</summary>
    public static (PlanId Plan, BillingPeriod Period, DateTimeOffset End) NextPeriod(Subscription subscription, BillingTerms terms)
    {
        var (plan, period) = subscription.PendingDown is { } down ? (down.PlanId, down.BillingPeriod) : (subscription.PlanId, subscription.BillingPeriod);
        var end = BillingCalendar.NextEnd(subscription.CurrentPeriodEnd!.Value, subscription.Anchor!.Value, period, terms.Zone);
        return (plan, period, end);
    }

    /// <summary>Whether one that is not paid leads to dunning. First payments, and changes that were not made, are only offers.</summary>
    public static bool IsDunned(Subscription subscription, Invoice invoice, IReadOnlyCollection<Invoice> invoices) =>
        invoice.Status is InvoiceStatus.Open && !IsOffer(subscription, invoice, invoices);

    /// <summary>Whether it is for something that is had only once it is paid: then nothing is owed for it.</summary>
    /// <param name="invoices">As of <see cref="Next"/>.</param>
    public static bool IsOffer(Subscription subscription, Invoice invoice, IReadOnlyCollection<Invoice> invoices) => invoice.Purpose switch
    {
        InvoicePurpose.Change => !IsMade(subscription, invoice, invoices),
        InvoicePurpose.Initial => subscription.CurrentPeriodStart is null,
        _ => false,
    };

    /// <summary>Whether the cycle issues another one if this one is taken back.</summary>
    public static bool IsIssuedAgain(Subscription subscription, Invoice invoice) => IsLive(invoice) && subscription.Status switch
    {
        SubscriptionStatus.Pending => invoice.Purpose is InvoicePurpose.Initial,
        SubscriptionStatus.Trialing or SubscriptionStatus.Active => !subscription.CancelAtPeriodEnd && IsOfNextPeriod(subscription, invoice),
        _ => false,
    };

    // Such a one was paid once. It is open again when the gateway took the money back, and the change is had all the same: the subscription is on
    // its plan, or went on from it, or its period is over. One that nobody paid does not last as long as its period.
    private static bool IsMade(Subscription subscription, Invoice change, IReadOnlyCollection<Invoice> invoices)
    {
        if (change.Id == subscription.PendingUp?.InvoiceId)
            return false;
        if (change.PeriodEnd != subscription.CurrentPeriodEnd)
            return change.PeriodEnd < subscription.CurrentPeriodEnd;

        var plan = change.Lines.Find(l => l.Amount > 0)?.PlanId;
        return plan == subscription.PlanId
            || invoices.Any(i => i.Purpose is InvoicePurpose.Change && i.PeriodEnd == change.PeriodEnd
                && i.Lines.Exists(l => l.Amount < 0 && l.PlanId == plan));
    }

    private static bool IsOfNextPeriod(Subscription subscription, Invoice invoice) =>
        invoice.Purpose is InvoicePurpose.Renewal or InvoicePurpose.Conversion && invoice.PeriodStart >= subscription.CurrentPeriodEnd;

    private static IEnumerable<CycleStep> Steps(
        Subscription subscription, IReadOnlyCollection<Invoice> invoices, BillingTerms terms, DateTimeOffset now) => subscription.Status switch
        {
            SubscriptionStatus.Pending => OfPending(subscription, invoices, terms),
            SubscriptionStatus.Trialing or SubscriptionStatus.Active =>
                [.. OfPayer(subscription, invoices), .. OfChanges(subscription, invoices), .. OfPeriods(subscription, invoices, terms), .. OfDebt(subscription, invoices, now)],
            SubscriptionStatus.PastDue or SubscriptionStatus.Suspended =>
                [.. OfPayer(subscription, invoices), .. OfChanges(subscription, invoices), .. OfDebt(subscription, invoices, now)],
            // What the gateway took back after the end is owed as well.
            _ => subscription.SettledAt is null || invoices.Any(i => i.Status is InvoiceStatus.Open) ? [Now(CycleAction.Settle)] : [],
        };

    private static IEnumerable<CycleStep> OfPending(Subscription subscription, IReadOnlyCollection<Invoice> invoices, BillingTerms terms)
    {
        var initial = invoices.Where(i => i.Purpose is InvoicePurpose.Initial && IsLive(i)).ToList();
        foreach (var other in initial.Where(i => i.Status is InvoiceStatus.Open && !IsFor(subscription, i)))
            yield return Now(CycleAction.Withdraw, other);
        if (initial.Find(i => i.Status is InvoiceStatus.Paid) is { } paid)
            yield return Now(CycleAction.Activate, paid);
        else if (initial.Count == 0)
            yield return new(CycleAction.Issue, subscription.CreatedAt);
        yield return new(CycleAction.Cancel, subscription.CreatedAt + terms.PendingLapse);
    }

    // What somebody else owes is issued anew for whoever pays now; what they have paid stays paid.
    private static IEnumerable<CycleStep> OfPayer(Subscription subscription, IReadOnlyCollection<Invoice> invoices) =>
        invoices.Where(i => IsDunned(subscription, i, invoices) && i.CustomerId != subscription.CustomerId).Select(i => Now(CycleAction.Readdress, i));

    private static IEnumerable<CycleStep> OfChanges(Subscription subscription, IReadOnlyCollection<Invoice> invoices)
    {
        var up = subscription.PendingUp;
        var open = invoices.Where(i => i is { Purpose: InvoicePurpose.Change, Status: InvoiceStatus.Open });
        foreach (var replaced in open.Where(i => i.Id != up?.InvoiceId && IsOffer(subscription, i, invoices)))
            yield return Now(CycleAction.Withdraw, replaced);
        if (up is null)
            yield break;

        var invoice = invoices.FirstOrDefault(i => i.Id == up.InvoiceId);
        if (invoice is { Status: InvoiceStatus.Paid } && (up.LapsesAt is null || invoice.PaidAt <= up.LapsesAt))
            yield return Now(CycleAction.ApplyPaidChange, invoice);
        else if (invoice is null or { Status: InvoiceStatus.Void or InvoiceStatus.Uncollectible })
            yield return Now(CycleAction.DropChange);
        // It was offered to somebody who does not pay for the tenant any more.
        else if (invoice.Status is InvoiceStatus.Open && invoice.CustomerId != subscription.CustomerId)
            yield return Now(CycleAction.DropChange, invoice);
        else if (up.LapsesAt is { } lapses)
            yield return new(CycleAction.DropChange, lapses, invoice);
    }

    private static IEnumerable<CycleStep> OfPeriods(Subscription subscription, IReadOnlyCollection<Invoice> invoices, BillingTerms terms)
    {
        var (start, end) = (subscription.CurrentPeriodStart!.Value, subscription.CurrentPeriodEnd!.Value);
        var next = NextPeriod(subscription, terms);
        var issued = invoices.Where(i => IsLive(i) && IsOfNextPeriod(subscription, i)).ToList();
        var fitting = subscription.CancelAtPeriodEnd ? null : issued.Find(i => i.PeriodStart == end && i.PeriodEnd == next.End && IsFor(next.Plan, i));
        foreach (var other in issued.Where(i => i != fitting))
            yield return Now(CycleAction.Withdraw, other);

        if (subscription.CancelAtPeriodEnd)
            yield return new(CycleAction.Cancel, end);
        else if (fitting is null)
            yield return new(CycleAction.Issue, end - terms.IssueAhead > start ? end - terms.IssueAhead : start);
        else
            yield return new(CycleAction.BeginPeriod, end, fitting);
    }

    private static IEnumerable<CycleStep> OfDebt(Subscription subscription, IReadOnlyCollection<Invoice> invoices, DateTimeOffset now)
    {
        var first = invoices.Where(i => IsDunned(subscription, i, invoices)).OrderBy(i => i.DueAt).FirstOrDefault();
        if (subscription.Status is SubscriptionStatus.Active && first is not null)
            yield return new(CycleAction.FallDue, first.DueAt, first);
        if (subscription.Status is SubscriptionStatus.Trialing or SubscriptionStatus.Active)
            yield break;

        if (first is null || first.DueAt > now)
            yield return Now(CycleAction.Activate);
        if (subscription.CancelAtPeriodEnd)
            yield return new(CycleAction.Cancel, subscription.CurrentPeriodEnd!.Value);
        if (DunningLadder.Next(subscription.Dunning) is { } step)
            yield return new(CycleAction.Dun, step.At, first);
    }

    private static CycleStep Now(CycleAction action, Invoice? invoice = null) => new(action, DateTimeOffset.MinValue, invoice);

    private static bool IsLive(Invoice invoice) => invoice.Status is InvoiceStatus.Open or InvoiceStatus.Paid;

    private static bool IsFor(PlanId plan, Invoice invoice) => invoice.Lines.Exists(l => l.PlanId == plan);

    private static bool IsFor(Subscription pending, Invoice invoice) =>
        IsFor(pending.PlanId, invoice) && invoice.Total == pending.Price && invoice.CustomerId == pending.CustomerId;
}
