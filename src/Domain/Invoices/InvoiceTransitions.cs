using System.Collections.Frozen;

namespace SaaSOdoo.Domain.Invoices;

/// <summary>What an invoice's status may become. A pair that is missing is a bug, since the status follows from the balances.</summary>
public static class InvoiceTransitions
{
    private static readonly FrozenSet<(InvoiceStatus From, InvoiceStatus To)> Table = new[]
    {
        (InvoiceStatus.Open, InvoiceStatus.Paid),
        (InvoiceStatus.Open, InvoiceStatus.Void),
        (InvoiceStatus.Open, InvoiceStatus.Uncollectible),
        // The gateway took the money back.
        (InvoiceStatus.Paid, InvoiceStatus.Open),
        (InvoiceStatus.Uncollectible, InvoiceStatus.Open),
        // A credit note over all of it: what was paid is credit again.
        (InvoiceStatus.Paid, InvoiceStatus.Void),
        (InvoiceStatus.Uncollectible, InvoiceStatus.Void),
        // Paid after it was given up.
        (InvoiceStatus.Uncollectible, InvoiceStatus.Paid),
    }.ToFrozenSet();

    public static bool MayBecome(InvoiceStatus from, InvoiceStatus to) => from == to || Table.Contains((from, to));
}
