using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

// How invoices and credit notes come to be. Afterwards only what Invoice.Balances.cs changes is changed.
public sealed partial class Invoice
{
    /// <param name="taxRate">In percent; null when the seller charges none. Lines may bear another.</param>
    /// <exception cref="ArgumentException">The lines do not sum up to an amount above 0, or one has fractions of a cent.</exception>
    public static Invoice Issue(NewInvoice order, string number, decimal? taxRate, InvoiceParty seller, InvoiceParty buyer, BillingMoment moment)
    {
        if (order.Total <= 0 || order.Lines.Any(l => Money.Round(l.Amount) != l.Amount))
            throw new ArgumentException($"Lines that sum up to {order.Total} cannot be invoiced.", nameof(order));

        var tax = TaxOf(order.Lines, taxRate).Sum(t => t.Tax);
        var invoice = new Invoice
        {
            Id = NewId.Of<InvoiceId>(moment.At),
            Number = number,
            Kind = InvoiceKind.Invoice,
            Purpose = order.Purpose,
            CustomerId = order.Customer,
            TenantId = order.Tenant,
            SubscriptionId = order.Subscription,
            Currency = order.Currency,
            Status = InvoiceStatus.Open,
            IssuedAt = moment.Now,
            DueAt = order.DueAt,
            PeriodStart = order.PeriodStart,
            PeriodEnd = order.PeriodEnd,
            Lines = [.. order.Lines],
            Total = order.Total,
            TaxRate = taxRate,
            Tax = tax,
            Net = order.Total - tax,
            AmountDue = order.Total,
            Seller = seller,
            Buyer = buyer,
            Rate = order.Rate,
            UpdatedAt = moment.Now,
        };
        invoice.Raise(new InvoiceIssued(
            invoice.Id, invoice.TenantId, invoice.SubscriptionId, number, invoice.Purpose, invoice.Total, invoice.Currency.Code, invoice.DueAt, moment.Now, moment.At));
        return invoice;
    }

    /// <summary>Takes a part of it back, or all of it: <see cref="Credit"/> first. Parties and rates are the original's.</summary>
    /// <param name="reason">For the customer.</param>
    public Invoice CreditNote(decimal amount, string number, string reason, BillingMoment moment)
    {
        var tax = CreditedTax(Credited) - CreditedTax(Credited - amount);
        var note = new Invoice
        {
            Id = NewId.Of<InvoiceId>(moment.At),
            Number = number,
            Kind = InvoiceKind.CreditNote,
            Purpose = InvoicePurpose.Credit,
            CustomerId = CustomerId,
            TenantId = TenantId,
            SubscriptionId = SubscriptionId,
            OriginalId = Id,
            Currency = Currency,
            Status = InvoiceStatus.Paid,
            IssuedAt = moment.Now,
            DueAt = moment.Now,
            PeriodStart = PeriodStart,
            PeriodEnd = PeriodEnd,
            Lines = [new(reason, amount, null, null, null)],
            Total = amount,
            TaxRate = TaxRate,
            Tax = tax,
            Net = amount - tax,
            Seller = Seller,
            Buyer = Buyer,
            Rate = Rate,
            ClosedAt = moment.Now,
            UpdatedAt = moment.Now,
        };
        Raise(new InvoiceCredited(Id, TenantId, SubscriptionId, Number, note.Id, number, amount, Currency.Code, moment.Now, moment.At));
        return note;
    }

    /// <summary>The tax within, by rate; empty when the seller charges none.</summary>
    public IReadOnlyList<TaxPart> TaxParts() =>
        Kind is InvoiceKind.CreditNote ? TaxRate is { } rate ? [new(rate, Total, Tax)] : [] : TaxOf(Lines, TaxRate);

    private static List<TaxPart> TaxOf(IEnumerable<InvoiceLine> lines, decimal? rate) =>
    [
        .. from line in lines
           where (line.TaxRate ?? rate) is not null
           group line.Amount by (line.TaxRate ?? rate)!.Value into amounts
           let gross = amounts.Sum()
           orderby amounts.Key
           select new TaxPart(amounts.Key, gross, Invoices.Tax.Of(gross, amounts.Key)),
    ];

    // Of what is credited so far: the notes' differences sum up to the invoice's tax when all of it is.
    private decimal CreditedTax(decimal credited) =>
        credited == Total ? Tax
        : TaxRate is { } rate && !Lines.Exists(l => l.TaxRate is not null) ? Invoices.Tax.Of(credited, rate)
        : Money.Round(Tax * credited / Total);
}

/// <summary>What is taxed at a rate.</summary>
/// <param name="Rate">In percent.</param>
/// <param name="Gross">With the tax.</param>
public sealed record TaxPart(decimal Rate, decimal Gross, decimal Tax);
