using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

/// <summary>An attempt to pay an invoice.</summary>
/// <param name="Phone">The number that pays, in E.164; null for the gateway's page, for payments by hand and for who is no owner of the tenant.</param>
/// <param name="Reference">What the payer reads; unique.</param>
/// <param name="GatewayReference">The gateway's number; null until it is known.</param>
/// <param name="BrowserUrl">Where the payer goes on, for <c>web</c>; null until the gateway has answered, and for who is no owner of the tenant.</param>
/// <param name="Instructions">What the gateway wants the payer to do; null for who is no owner of the tenant.</param>
/// <param name="Reason">Why it is unknown, held, failed or cancelled; a code.</param>
/// <param name="ReceivedAmount">What the gateway has received for it.</param>
/// <param name="Disputed">Whether the payer objects to it at the gateway.</param>
public sealed record PaymentDto(
    PaymentId Id,
    InvoiceId InvoiceId,
    TenantId TenantId,
    PaymentMethod Method,
    PaymentStatus Status,
    decimal Amount,
    string Currency,
    string? Phone,
    string Reference,
    string? GatewayReference,
    string? BrowserUrl,
    string? Instructions,
    string? Reason,
    decimal? ReceivedAmount,
    decimal RefundedAmount,
    bool Disputed,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? PaidAt)
{
    /// <param name="withPayer">See <see cref="Ownership.PayersShownAsync"/>.</param>
    internal static PaymentDto From(Payment p, bool withPayer) => new(
        p.Id, p.InvoiceId, p.TenantId, p.Method, p.Status, p.Amount, p.Currency.Code, withPayer ? p.Phone : null, p.Reference, p.GatewayReference,
        withPayer ? p.BrowserUrl : null, withPayer ? p.Instructions : null, p.Reason, p.ReceivedAmount, p.RefundedAmount, p.IsDisputed, p.CreatedAt, p.UpdatedAt, p.PaidAt);
}
