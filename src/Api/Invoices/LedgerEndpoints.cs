using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Invoices;

/// <summary>For operators: what moves customers' money by hand, and whether the books are right.</summary>
internal static class LedgerEndpoints
{
    public static void MapLedger(this RouteGroupBuilder api)
    {
        var admin = api.MapGroup("/admin").WithTags("Invoices");
        admin.MapGet("/ledger/check", Check).AdminOnly().WithName("check_ledger").WithSummary("Whether the ledger agrees with invoices, payments and accounts")
            .WithDescription("Every hour it is checked anyway, and what is found is logged as critical.")
            .Answers(StatusCodes.Status200OK, InvoiceExamples.Report);
        admin.MapPost("/invoices/{id}/void", Void).AdminOnly().AsksForSecondFactor().WithName("void_invoice")
            .WithSummary("Take an invoice back by a credit note over all of it")
            .WithDescription("What was paid is credit again, and pays what else is due. Changes nothing when it is void.")
            .Takes(InvoiceExamples.Reason).Answers(StatusCodes.Status200OK, InvoiceExamples.Voided);
        admin.MapPost("/customers/{id}/credits", Give).AdminOnly().AsksForSecondFactor().WithName("give_credit")
            .WithSummary("Give a customer credit; the answer is all that is left of theirs after what is due was paid")
            .Takes(InvoiceExamples.NewCredit).Answers(StatusCodes.Status200OK, InvoiceExamples.Credit);
    }

    private static async Task<IResult> Check(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new CheckLedger(), cancellationToken)).ToOk();

    private static async Task<IResult> Void(InvoiceId id, ReasonBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new VoidInvoice(id, body.Reason), cancellationToken)).ToOk();

    private static async Task<IResult> Give(CustomerId id, CreditBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GiveCredit(id, body.Amount, body.Currency, body.Reason), cancellationToken)).ToOk();

    /// <param name="Reason">For the customer: it stands on the credit note.</param>
    internal sealed record ReasonBody(string Reason);

    /// <param name="Amount">Above 0, in whole cents.</param>
    /// <param name="Reason">For the books and the audit.</param>
    internal sealed record CreditBody(decimal Amount, string Reason, string Currency = "USD");
}
