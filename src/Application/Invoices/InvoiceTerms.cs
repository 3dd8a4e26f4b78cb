using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

/// <summary>What stands on an invoice beside its lines, at the time of its issue.</summary>
/// <param name="IsTest">The customer has a test clock.</param>
public sealed record InvoiceParties(InvoiceParty Seller, InvoiceParty Buyer, bool IsTest);

/// <summary>Parties, tax and numbers.</summary>
public sealed class InvoiceTerms(IAppDb db, IOptions<SellerOptions> seller, IOptions<TaxOptions> tax, IOptions<BillingOptions> billing)
{
    /// <summary>Of the same subscription, in which a line that gives something back is looked for.</summary>
    private const int InvoicesLookedAt = 20;

    public async Task<InvoiceParties> PartiesAsync(CustomerId id, CancellationToken cancellationToken)
    {
        var of = await (
            from c in db.Customers.Where(c => c.Id == id)
            from p in db.BillingProfiles.Where(p => p.CustomerId == c.Id).DefaultIfEmpty()
            select new { c.Email, c.Name, c.Company, c.ClockId, Profile = p }).AsNoTracking().SingleAsync(cancellationToken);
        var buyer = of.Profile is { } profile
            ? new InvoiceParty(profile.Name, profile.Address, of.Email.Value, profile.Tin, profile.VatNumber)
            : new(BillingProfileViews.AccountsName(of.Company, of.Name), null, of.Email.Value, null, null);
        return new(seller.Value.ToParty(), buyer, of.ClockId is not null);
    }

    /// <summary>In percent; null when the seller charges none.</summary>
    public decimal? TaxRateAt(DateTimeOffset now) =>
        string.IsNullOrWhiteSpace(seller.Value.VatNumber) ? null : tax.Value.RateOn(DateOnly.FromDateTime(LocalTime(now).DateTime));

    /// <summary>Lines that give something back bear the rate that it was charged at.</summary>
    /// <param name="rate">Of the others.</param>
    public async Task<NewInvoice> TaxedAsync(NewInvoice order, decimal? rate, CancellationToken cancellationToken)
    {
        if (order.Subscription is not { } subscription || order.Lines.All(l => l.Amount >= 0))
            return order;

        var earlier = await db.Invoices.AsNoTracking()
            .Where(i => i.SubscriptionId == subscription && i.Kind == InvoiceKind.Invoice && i.Status == InvoiceStatus.Paid)
            .OrderByDescending(i => i.Id).Take(InvoicesLookedAt).ToListAsync(cancellationToken);
        return order with { Lines = [.. order.Lines.Select(line => line.Amount < 0 && OriginalOf(line, earlier) is { } original ? WithRate(line, original, rate) : line)] };
    }

    /// <summary>
    /// The next number, without gaps: the counters are locked until the transaction ends, so this is its last lock. Both kinds' counters,
    /// always in this order, lest two who need both wait for each other.
    /// </summary>
    public async Task<string> NumberAsync(InvoiceKind kind, Currency currency, bool isTest, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (year, invoices, notes) = (LocalTime(now).Year, kind is InvoiceKind.Invoice ? 1 : 0, kind is InvoiceKind.CreditNote ? 1 : 0);
        var counters = await db.Database.SqlQuery<CounterRow>(
            $"""
            insert into invoice_counters (kind, currency, year, is_test, last)
            values ('invoice', {currency.Code}, {year}, {isTest}, {invoices}), ('credit_note', {currency.Code}, {year}, {isTest}, {notes})
            on conflict (kind, currency, year, is_test) do update set last = invoice_counters.last + excluded.last
            returning kind, last
            """).ToListAsync(cancellationToken);
        return InvoiceNumber.Of(kind, currency, year, isTest, counters.Single(c => c.Kind == EnumText<InvoiceKind>.Of(kind)).Last);
    }

    private DateTimeOffset LocalTime(DateTimeOffset now) => TimeZoneInfo.ConvertTime(now, billing.Value.Zone);

    private static (Invoice Invoice, InvoiceLine Line)? OriginalOf(InvoiceLine line, List<Invoice> earlier)
    {
        foreach (var invoice in earlier)
        {
            if (invoice.Lines.Find(l => l.Amount > 0 && l.PlanId == line.PlanId && (l.To is null || l.To == line.To)) is { } charged)
                return (invoice, charged);
        }

        return null;
    }

    private static InvoiceLine WithRate(InvoiceLine line, (Invoice Invoice, InvoiceLine Line) original, decimal? rate)
    {
        var charged = original.Line.TaxRate ?? original.Invoice.TaxRate;
        return charged == rate ? line : line with { TaxRate = charged ?? 0 };
    }

    private sealed record CounterRow(string Kind, int Last);
}
