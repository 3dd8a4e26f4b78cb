using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Payments;

public abstract record PaymentEvent(PaymentId PaymentId, InvoiceId InvoiceId, TenantId TenantId, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => PaymentId.Value;
    public override Guid? Tenant => TenantId.Value;
}

/// <summary>The gateway waits for the payer.</summary>
[EventName("payment.pending")]
public sealed record PaymentPending(PaymentId PaymentId, InvoiceId InvoiceId, TenantId TenantId, DateTimeOffset At)
    : PaymentEvent(PaymentId, InvoiceId, TenantId, At);

[EventName("payment.paid")]
public sealed record PaymentPaid(PaymentId PaymentId, InvoiceId InvoiceId, TenantId TenantId, DateTimeOffset At)
    : PaymentEvent(PaymentId, InvoiceId, TenantId, At);

[EventName("payment.failed")]
public sealed record PaymentFailed(PaymentId PaymentId, InvoiceId InvoiceId, TenantId TenantId, DateTimeOffset At)
    : PaymentEvent(PaymentId, InvoiceId, TenantId, At);

[EventName("payment.cancelled")]
public sealed record PaymentCancelled(PaymentId PaymentId, InvoiceId InvoiceId, TenantId TenantId, DateTimeOffset At)
    : PaymentEvent(PaymentId, InvoiceId, TenantId, At);

/// <summary>Somebody has to look: held, disputed, refunded, or said of it in a word that is not known.</summary>
/// <param name="Reason">A code.</param>
[EventName("payment.attention_needed")]
public sealed record PaymentNeedsAttention(PaymentId PaymentId, InvoiceId InvoiceId, TenantId TenantId, string Reason, DateTimeOffset At)
    : PaymentEvent(PaymentId, InvoiceId, TenantId, At);

[EventName("payment.refunded")]
public sealed record PaymentRefunded(PaymentId PaymentId, InvoiceId InvoiceId, TenantId TenantId, DateTimeOffset At)
    : PaymentEvent(PaymentId, InvoiceId, TenantId, At);
