using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Infrastructure.Invoices;

/// <summary>The last number given of a kind, currency and year. A row and no sequence: what is rolled back leaves no gap.</summary>
internal sealed class InvoiceCounter
{
    private InvoiceCounter()
    {
    }

    public InvoiceKind Kind { get; private set; }
    public Currency Currency { get; private set; } = Currency.Usd;
    public int Year { get; private set; }

    /// <summary>Whether it counts the invoices of customers with a test clock.</summary>
    public bool IsTest { get; private set; }
    public int Last { get; private set; }
}
