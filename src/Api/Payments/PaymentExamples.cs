using SaaSOdoo.Api.Tenants;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Api.Payments;

/// <summary>Bodies for the document.</summary>
internal static class PaymentExamples
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    public static PaymentEndpoints.NewPaymentBody New { get; } = new(GatewayMethod.Ecocash, "0771111111");

    public static PaymentEndpoints.ResolutionBody Resolution { get; } =
        new(HoldDecision.Accept, "The payer sent 20.00 by mistake, and wants it as credit.", 20.00m);

    public static PaymentDto Created { get; } = new(
        new(Guid.Parse("0193b1a9-4051-7263-8e7f-8091a2b3c4d5")), new(Guid.Parse("0193b1a9-3f40-7152-8d6e-7f8091a2b3c4")), TenantExamples.Tenant.Id,
        PaymentMethod.Ecocash, PaymentStatus.Created, 22.80m, "USD", "+263771111111", "INV-USD-2026-000123-1", GatewayReference: null, BrowserUrl: null,
        Instructions: null, Reason: null, ReceivedAmount: null, RefundedAmount: 0m, Disputed: false, At, At, PaidAt: null);

    public static PaymentDto Paid { get; } = Created with
    {
        Status = PaymentStatus.Paid,
        GatewayReference = "1082",
        Instructions = "Enter your PIN on the telephone.",
        ReceivedAmount = 22.80m,
        UpdatedAt = At.AddSeconds(20),
        PaidAt = At.AddSeconds(20),
    };
}
