namespace SaaSOdoo.Domain.Invoices;

public enum InvoiceKind
{
    Invoice,

    /// <summary>Takes back an invoice, in whole or in part.</summary>
    CreditNote,
}

public enum InvoicePurpose
{
    /// <summary>The first period of a subscription without a trial.</summary>
    Initial,

    /// <summary>The first period after a trial.</summary>
    Conversion,

    /// <summary>A further period.</summary>
    Renewal,

    /// <summary>The rest of a period on another plan.</summary>
    Change,

    /// <summary>A credit note's.</summary>
    Credit,
}

/// <summary>There are no stored drafts: an invoice is open when it is issued.</summary>
public enum InvoiceStatus
{
    Open,
    Paid,

    /// <summary>Taken back by a credit note before it was paid.</summary>
    Void,

    /// <summary>Written off; it can be paid all the same.</summary>
    Uncollectible,
}
