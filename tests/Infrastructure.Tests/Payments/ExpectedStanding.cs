using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

/// <summary>
/// What a tenant is entitled to by the promise that customers read: by when its invoices were due and by what the gateway was paid for them,
/// and when. Of what the platform thinks it asks for nothing but what was issued, what was taken back and when a subscription ended, and it holds the end
/// against the days, too.
/// </summary>
/// <param name="subscriptions">Of the tenant, the newest last.</param>
/// <param name="invoices">Of the tenant's customer, who has no other tenant.</param>
/// <param name="money">What the gateway was paid.</param>
/// <param name="slack">How much later than promised something may be taken away.</param>
internal sealed class ExpectedStanding(
    IReadOnlyList<Subscription> subscriptions, IReadOnlyList<Invoice> invoices, IReadOnlyList<(DateTimeOffset At, string Invoice, decimal Amount)> money, TimeSpan slack)
{
    private const int SuspendAfter = 14;
    private const int ExpireAfter = 21;
    private const int TerminateAfter = 30;

    private readonly Dictionary<string, decimal> due = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> coveredAt = new(StringComparer.Ordinal);
    private decimal credit;

    public Expectation At(DateTimeOffset now)
    {
        Replay();
        foreach (var ended in subscriptions.Where(s => s.EndedAt is not null))
            ShouldBeRightToEnd(ended);

        // One that waits for its first payment says nothing: what was before stays.
        var counts = subscriptions.LastOrDefault(s => !s.HasEnded && HasLived(s)) ?? subscriptions.LastOrDefault(HasLived);
        if (counts is null)
            return new(false, BillingStatus.Trial, "was never entitled to anything");
        if (counts.HasEnded)
            return new(true, BillingStatus.PaymentRequired, "has ended", IsTerminated: counts.EndedAt!.Value.AddDays(TerminateAfter) <= now);

        var overdue = Dunned(counts).Where(i => i.DueAt <= now && !coveredAt.ContainsKey(i.Number)).Select(i => (DateTimeOffset?)i.DueAt).Min();
        if (overdue is null)
            return new(false, now < counts.TrialEnd ? BillingStatus.Trial : BillingStatus.Paid, "owes nothing");
        overdue.Value.AddDays(ExpireAfter).ShouldBeGreaterThan(now - slack, "it should have ended");
        bool? suspended = now < overdue.Value.AddDays(SuspendAfter) ? false : now >= overdue.Value.AddDays(SuspendAfter) + slack ? true : null;
        return new(suspended, BillingStatus.PaymentRequired, $"owes since {overdue:u}");
    }

    private static bool HasLived(Subscription subscription) => subscription.CurrentPeriodStart is not null;

    // A first payment is an offer: who does not accept it owes nothing.
    private IEnumerable<Invoice> Dunned(Subscription subscription) =>
        invoices.Where(i => i.SubscriptionId == subscription.Id && i.Purpose is InvoicePurpose.Renewal or InvoicePurpose.Conversion);

    private void ShouldBeRightToEnd(Subscription subscription)
    {
        var end = subscription.EndedAt!.Value;
        if (!HasLived(subscription))
            invoices.ShouldNotContain(i => i.SubscriptionId == subscription.Id && coveredAt.ContainsKey(i.Number) && coveredAt[i.Number] < end - slack);
        else
            Dunned(subscription).ShouldContain(
                i => i.DueAt.AddDays(ExpireAfter) <= end && (!coveredAt.ContainsKey(i.Number) || coveredAt[i.Number] > end - slack), "nothing was owed for so long");
    }

    // Money pays the invoice that it came for, then what has been due longest; the rest waits for the next invoice.
    private void Replay()
    {
        List<(DateTimeOffset At, Action Happen)> moments =
        [
            .. invoices.Select(i => (i.IssuedAt, (Action)(() => Issue(i)))),
            .. money.Select(m => (m.At, (Action)(() => Receive(m)))),
            .. invoices.Where(i => i.Credited > 0).Select(i => (i.ClosedAt ?? i.UpdatedAt, (Action)(() => TakeBack(i)))),
        ];
        foreach (var (at, happen) in moments.OrderBy(m => m.At))
        {
            happen();
            Spend(at);
        }
    }

    private void Issue(Invoice invoice) => due[invoice.Number] = invoice.Total;

    private void Receive((DateTimeOffset At, string Invoice, decimal Amount) paid)
    {
        credit += paid.Amount;
        Pay(paid.Invoice, paid.At);
    }

    private void TakeBack(Invoice invoice)
    {
        var paid = invoice.Total - due[invoice.Number];
        due[invoice.Number] = Math.Max(0, due[invoice.Number] - invoice.Credited);
        credit += Math.Max(0, paid - (invoice.Total - invoice.Credited));
    }

    private void Spend(DateTimeOffset at)
    {
        foreach (var invoice in invoices.Where(i => due.GetValueOrDefault(i.Number) > 0 && i.Status is not InvoiceStatus.Uncollectible).OrderBy(i => i.DueAt))
            Pay(invoice.Number, at);
    }

    private void Pay(string invoice, DateTimeOffset at)
    {
        var part = Math.Min(credit, due.GetValueOrDefault(invoice));
        if (part == 0)
            return;

        (credit, due[invoice]) = (credit - part, due[invoice] - part);
        if (due[invoice] == 0)
            coveredAt[invoice] = at;
    }
}

/// <param name="IsSuspended">By billing; null on the day when it may be either.</param>
/// <param name="IsTerminated">Its instances are kept for so long after the end, and no longer.</param>
internal sealed record Expectation(bool? IsSuspended, BillingStatus Billing, string Because, bool IsTerminated = false);
