using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

/// <summary>
/// What a customer owes for something, or the credit note that takes it back. After it was issued only its status and its balances change;
/// the database refuses anything else.
/// </summary>
public sealed partial class Invoice : AggregateRoot
{
    public const int NumberMaxLength = 40;

    private Invoice()
    {
    }

    public InvoiceId Id { get; private set; }

    /// <summary><c>INV-USD-2026-000123</c>: without gaps for each currency and year. Credit notes begin with <c>CN</c>.</summary>
    public string Number { get; private set; } = "";
    public InvoiceKind Kind { get; private set; }
    public InvoicePurpose Purpose { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public TenantId TenantId { get; private set; }
    public SubscriptionId? SubscriptionId { get; private set; }

    /// <summary>The invoice that a credit note takes back.</summary>
    public InvoiceId? OriginalId { get; private set; }
    public Currency Currency { get; private set; } = Currency.Usd;
    public InvoiceStatus Status { get; private set; }
    public DateTimeOffset IssuedAt { get; private set; }
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>The period that it is for; null when it is for none.</summary>
    public DateTimeOffset? PeriodStart { get; private set; }
    public DateTimeOffset? PeriodEnd { get; private set; }
    public List<InvoiceLine> Lines { get; private set; } = [];

    /// <summary>Gross: tax is within. Above 0, for credit notes too.</summary>
    public decimal Total { get; private set; }

    /// <summary>In percent; null when the seller charges none.</summary>
    public decimal? TaxRate { get; private set; }
    public decimal Tax { get; private set; }
    public decimal Net { get; private set; }

    /// <summary>Paid, from credit.</summary>
    public decimal Allocated { get; private set; }

    /// <summary>Taken back by credit notes.</summary>
    public decimal Credited { get; private set; }
    public decimal WrittenOff { get; private set; }

    /// <summary>What is left to pay; the database computes it.</summary>
    public decimal AmountDue { get; private set; }
    public InvoiceParty Seller { get; private set; } = new("", null, null, null, null);
    public InvoiceParty Buyer { get; private set; } = new("", null, null, null, null);

    /// <summary>Without address and numbers for who may not know them.</summary>
    public InvoiceParty BuyerFor(bool withDetails) => withDetails ? Buyer : new(Buyer.Name, null, null, null, null);

    /// <summary>Units per US dollar that its prices were computed with; null when they are prices of their own.</summary>
    public decimal? Rate { get; private set; }
    public DateTimeOffset? PaidAt { get; private set; }

    /// <summary>When it was paid, voided or written off.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }
}
