using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Invoices;

/// <param name="BillingTime">When it happened for billing; with a test clock another time than <paramref name="At"/>.</param>
public abstract record InvoiceEvent(
    InvoiceId InvoiceId, TenantId TenantId, SubscriptionId? SubscriptionId, string Number, DateTimeOffset BillingTime, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => InvoiceId.Value;
    public override Guid? Tenant => TenantId.Value;
}

[EventName("invoice.issued")]
public sealed record InvoiceIssued(
    InvoiceId InvoiceId, TenantId TenantId, SubscriptionId? SubscriptionId, string Number, InvoicePurpose Purpose, decimal Total, string Currency,
    DateTimeOffset DueAt, DateTimeOffset BillingTime, DateTimeOffset At)
    : InvoiceEvent(InvoiceId, TenantId, SubscriptionId, Number, BillingTime, At);

[EventName("invoice.paid")]
public sealed record InvoicePaid(
    InvoiceId InvoiceId, TenantId TenantId, SubscriptionId? SubscriptionId, string Number, decimal Total, string Currency,
    DateTimeOffset BillingTime, DateTimeOffset At)
    : InvoiceEvent(InvoiceId, TenantId, SubscriptionId, Number, BillingTime, At);

/// <summary>A credit note was issued for it, over all of it or a part.</summary>
/// <param name="Amount">Of the credit note.</param>
[EventName("invoice.credited")]
public sealed record InvoiceCredited(
    InvoiceId InvoiceId, TenantId TenantId, SubscriptionId? SubscriptionId, string Number, InvoiceId CreditNoteId, string CreditNoteNumber, decimal Amount,
    string Currency, DateTimeOffset BillingTime, DateTimeOffset At)
    : InvoiceEvent(InvoiceId, TenantId, SubscriptionId, Number, BillingTime, At);

/// <summary>Nothing of it is owed any more, and nothing of it is paid.</summary>
[EventName("invoice.voided")]
public sealed record InvoiceVoided(
    InvoiceId InvoiceId, TenantId TenantId, SubscriptionId? SubscriptionId, string Number, DateTimeOffset BillingTime, DateTimeOffset At)
    : InvoiceEvent(InvoiceId, TenantId, SubscriptionId, Number, BillingTime, At);

/// <param name="Amount">What is still owed.</param>
[EventName("invoice.uncollectible")]
public sealed record InvoiceUncollectible(
    InvoiceId InvoiceId, TenantId TenantId, SubscriptionId? SubscriptionId, string Number, decimal Amount, string Currency,
    DateTimeOffset BillingTime, DateTimeOffset At)
    : InvoiceEvent(InvoiceId, TenantId, SubscriptionId, Number, BillingTime, At);

/// <summary>The gateway took back what had paid it.</summary>
/// <param name="AmountDue">What is to be paid again.</param>
[EventName("invoice.reopened")]
public sealed record InvoiceReopened(
    InvoiceId InvoiceId, TenantId TenantId, SubscriptionId? SubscriptionId, string Number, decimal AmountDue, string Currency,
    DateTimeOffset BillingTime, DateTimeOffset At)
    : InvoiceEvent(InvoiceId, TenantId, SubscriptionId, Number, BillingTime, At);
