using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Application.Plans;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>Issues the invoice of a subscription's next period, or of its first.</summary>
public sealed partial class PeriodInvoices(
    IAppDb db, InvoiceLedger ledger, PlanPricing pricing, IOptions<BillingOptions> options, ILogger<PeriodInvoices> logger)
{
    /// <summary>After which a price that could not be made is tried again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <returns>Null when it is issued; else when it can be tried again, since the plan has no price now.</returns>
    public async Task<DateTimeOffset?> IssueAsync(Subscription subscription, List<Invoice> invoices, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var invoice = subscription.Status is SubscriptionStatus.Pending
            ? await FirstAsync(subscription, cancellationToken)
            : await NextAsync(subscription, now, cancellationToken);
        if (invoice is null || await ledger.IssueAsync(invoice, now, cancellationToken) is not { } issued)
        {
            NotIssued(subscription.Id.Value, subscription.Currency.Code);
            return now + Pause;
        }

        invoices.Add(issued);
        return null;
    }

    /// <summary>Voids an invoice and issues the same for who pays now, due when it was.</summary>
    public async Task ReaddressAsync(Invoice invoice, Subscription subscription, List<Invoice> invoices, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var anew = new NewInvoice(
            subscription.CustomerId, invoice.TenantId, invoice.SubscriptionId, invoice.Currency, invoice.Purpose, invoice.Lines, invoice.DueAt,
            invoice.PeriodStart, invoice.PeriodEnd, invoice.Rate);
        await ledger.VoidAsync(invoice, "The invoice is issued anew for who pays now.", now, cancellationToken);
        if (await ledger.IssueAsync(anew, now, cancellationToken) is { } issued)
            invoices.Add(issued);
    }

    private async Task<NewInvoice> FirstAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var plan = await db.Plans.AsNoTracking().SingleAsync(p => p.Id == subscription.PlanId, cancellationToken);
        var line = new InvoiceLine(Description(plan, subscription.BillingPeriod), subscription.Price, plan.Id, From: null, To: null);
        return Invoice(subscription, InvoicePurpose.Initial, line, subscription.CreatedAt + options.Value.Terms.PendingLapse, subscription.Rate);
    }

    private async Task<NewInvoice?> NextAsync(Subscription subscription, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (planId, period, end) = BillingCycle.NextPeriod(subscription, options.Value.Terms);
        var start = subscription.CurrentPeriodEnd!.Value;
        var plan = await db.Plans.AsNoTracking().SingleAsync(p => p.Id == planId, cancellationToken);
        var priced = await pricing.PriceAsync(plan, period, subscription.Currency, now, cancellationToken);
        if (priced.IsFailure)
            return null;

        var line = new InvoiceLine(Description(plan, period), priced.Value.Amount, plan.Id, start, end);
        var purpose = subscription.Status is SubscriptionStatus.Trialing ? InvoicePurpose.Conversion : InvoicePurpose.Renewal;
        // One that an outage has delayed is due when it is issued, and not before anybody could pay it.
        var invoice = Invoice(subscription, purpose, line, start > now ? start : now, priced.Value.Rate);
        return invoice with { PeriodStart = start, PeriodEnd = end };
    }

    private static NewInvoice Invoice(Subscription subscription, InvoicePurpose purpose, InvoiceLine line, DateTimeOffset dueAt, decimal? rate) => new(
        subscription.CustomerId, subscription.TenantId, subscription.Id, subscription.Currency, purpose, [line], dueAt, PeriodStart: null, PeriodEnd: null, rate);

    private static string Description(Plan plan, BillingPeriod period) =>
        string.Create(CultureInfo.InvariantCulture, $"{plan.Name}, {EnumText<BillingPeriod>.Of(period)}");

    [LoggerMessage(Level = LogLevel.Error, Message = "Subscription {Subscription} gets no invoice: its plan has no price in {Currency} now. Give an exchange rate.")]
    private partial void NotIssued(Guid subscription, string currency);
}
