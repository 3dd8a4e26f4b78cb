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
    /// <param name="invoices">All of the subscription's, without credit notes.</param>
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

    /// <summary>Whether one that is not paid leads to dunning. Changes and first payments are only offers.</summary>
    public static bool IsDunned(Subscription subscription, Invoice invoice) =>
        invoice.Status is InvoiceStatus.Open
        && (invoice.Purpose is InvoicePurpose.Renewal or InvoicePurpose.Conversion
            || (invoice.Purpose is InvoicePurpose.Initial && subscription.Status is not SubscriptionStatus.Pending));

    private static IEnumerable<CycleStep> Steps(
        Subscription subscription, IReadOnlyCollection<Invoice> invoices, BillingTerms terms, DateTimeOffset now) => subscription.Status switch
        {
            SubscriptionStatus.Pending => OfPending(subscription, invoices, terms),
            SubscriptionStatus.Trialing or SubscriptionStatus.Active =>
                [.. OfPayer(subscription, invoices), .. OfChanges(subscription, invoices), .. OfPeriods(subscription, invoices, terms), .. OfDebt(subscription, invoices, now)],
            SubscriptionStatus.PastDue or SubscriptionStatus.Suspended =>
                [.. OfPayer(subscription, invoices), .. OfChanges(subscription, invoices), .. OfDebt(subscription, invoices, now)],
            _ => subscription.SettledAt is null ? [Now(CycleAction.Settle)] : [],
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
        invoices.Where(i => IsDunned(subscription, i) && i.CustomerId != subscription.CustomerId).Select(i => Now(CycleAction.Readdress, i));

    private static IEnumerable<CycleStep> OfChanges(Subscription subscription, IReadOnlyCollection<Invoice> invoices)
    {
        var up = subscription.PendingUp;
        foreach (var replaced in invoices.Where(i => i is { Purpose: InvoicePurpose.Change, Status: InvoiceStatus.Open } && i.Id != up?.InvoiceId))
            yield return Now(CycleAction.Withdraw, replaced);
        if (up is null)
            yield break;

        var invoice = invoices.FirstOrDefault(i => i.Id == up.InvoiceId);
        if (invoice is { Status: InvoiceStatus.Paid } && (up.LapsesAt is null || invoice.PaidAt <= up.LapsesAt))
            yield return Now(CycleAction.ApplyPaidChange, invoice);
        else if (invoice is null or { Status: InvoiceStatus.Void or InvoiceStatus.Uncollectible })
            yield return Now(CycleAction.DropChange);
        else if (up.LapsesAt is { } lapses)
            yield return new(CycleAction.DropChange, lapses, invoice);
    }

    private static IEnumerable<CycleStep> OfPeriods(Subscription subscription, IReadOnlyCollection<Invoice> invoices, BillingTerms terms)
    {
        var (start, end) = (subscription.CurrentPeriodStart!.Value, subscription.CurrentPeriodEnd!.Value);
        var next = NextPeriod(subscription, terms);
        var issued = invoices.Where(i => i.PeriodStart >= end && IsLive(i) && i.Purpose is InvoicePurpose.Renewal or InvoicePurpose.Conversion).ToList();
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
        var first = invoices.Where(i => IsDunned(subscription, i)).OrderBy(i => i.DueAt).FirstOrDefault();
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
