using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Payments;

/// <summary>For operators: money that they received or gave back by hand.</summary>
internal static class ReceiptEndpoints
{
    private static readonly ReceiptBody Receipt = new(25.00m, "Cash at the counter, receipt 118.");
    private static readonly RefundBody Refund = new(22.80m, "Cancelled within the first day.", "REF-4711");

    public static void MapReceipts(this RouteGroupBuilder api)
    {
        var admin = api.MapGroup("/admin").WithTags("Payments");
        admin.MapPost("/invoices/{id}/payments", Record).AdminOnly().AsksForSecondFactor().WithName("record_payment")
            .WithSummary("Enter money that was received by hand")
            .WithDescription("It pays the invoice, then what else is due, what has been due longest first; the rest is the customer's credit.")
            .Takes(Receipt).Answers(StatusCodes.Status201Created, PaymentExamples.Paid);
        admin.MapPost("/payments/{id}/refunds", GiveBack).AdminOnly().AsksForSecondFactor().WithName("refund_payment")
            .WithSummary("Enter what was given back to the payer, at the gateway or by hand")
            .WithDescription("Give it back first: no gateway is called. The invoice is taken back by as much with a credit note, as far as it is paid; "
                + "with `credit_note: false` only credit that is not used is paid out.")
            .Takes(Refund).Answers(StatusCodes.Status200OK, PaymentExamples.Paid);
    }

    private static async Task<IResult> Record(InvoiceId id, ReceiptBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RecordPayment(id, body.Amount, body.Reason), cancellationToken)).ToCreated(p => $"/api/v1/payments/{p.Id.Value}");

    private static async Task<IResult> GiveBack(PaymentId id, RefundBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RefundPayment(id, body.Amount, body.Reason, body.ExternalReference, body.CreditNote), cancellationToken)).ToOk();

    /// <param name="Amount">Above 0, in whole cents of the invoice's currency.</param>
    /// <param name="Reason">How it came, for the books and the audit.</param>
    internal sealed record ReceiptBody(decimal Amount, string Reason);

    /// <param name="Amount">Above 0, in whole cents; at most what is left of the payment.</param>
    /// <param name="Reason">For the customer: it stands on the credit note.</param>
    /// <param name="ExternalReference">Of the refund at the gateway or the bank: each is entered once.</param>
    internal sealed record RefundBody(decimal Amount, string Reason, string ExternalReference, bool CreditNote = true);
}
