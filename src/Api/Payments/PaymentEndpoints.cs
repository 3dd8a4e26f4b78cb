using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Api.Payments;

internal static class PaymentEndpoints
{
    private const string Course = """
        The answer comes at once, with the payment `created`; a worker calls the gateway. Then it is `pending`: with `browser_url` for `web`, or
        with `instructions` while the telephone asks for the PIN. It ends as `paid`, `failed` or `cancelled`. In `unknown` the gateway's answer was
        lost and is asked for: nobody is charged twice. An invoice has one attempt at a time; a second one answers 409 `payment.open` with its
        `payment_id`. A telephone is asked at most so often in an hour, and so are all of an account together: then it is 429 with `Retry-After`.
        """;

    public static void MapPayments(this RouteGroupBuilder api)
    {
        api.MapPost("/invoices/{id}/payments", Create).WithTags("Payments").Needs(Scopes.BillingWrite).WithName("create_payment")
            .WithSummary("Pay what is due on an invoice").WithDescription(Course)
            .Takes(PaymentExamples.New).Answers(StatusCodes.Status202Accepted, PaymentExamples.Created).AlsoRefuses(StatusCodes.Status429TooManyRequests);

        var payments = api.MapGroup("/payments").WithTags("Payments");
        payments.MapGet("/", List).Needs(Scopes.BillingRead).WithName("list_payments").WithSummary("Attempts to pay, newest first")
            .Answers(StatusCodes.Status200OK, new Page<PaymentDto>([PaymentExamples.Paid], NextCursor: null));
        payments.MapGet("/{id}", Get).Needs(Scopes.BillingRead).WithName("get_payment").WithSummary("How an attempt to pay stands")
            .Answers(StatusCodes.Status200OK, PaymentExamples.Paid);
        payments.MapPost("/{id}/cancel", Cancel).Needs(Scopes.BillingWrite).WithName("cancel_payment")
            .WithSummary("Give an attempt up, so that the invoice can be paid in another way")
            .WithDescription("The gateway is asked once more first. While a telephone asks for the PIN (two minutes) it answers 409 with `Retry-After`.")
            .Answers(StatusCodes.Status202Accepted, PaymentExamples.Created);

        api.MapPost("/admin/payments/{id}/resolve", Resolve).WithTags("Payments").AdminOnly().AsksForSecondFactor().WithName("resolve_payment")
            .WithSummary("Decide about a payment that is held").Takes(PaymentExamples.Resolution).Answers(StatusCodes.Status200OK, PaymentExamples.Paid);
    }

    private static async Task<IResult> Create(InvoiceId id, NewPaymentBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new CreatePayment(id, body.Method, body.Phone, body.ReturnUrl), cancellationToken)).ToAccepted(Location);

    private static async Task<IResult> List(
        [AsParameters] PageQuery page, [FromQuery(Name = "tenant_id")] TenantId? tenantId, [FromQuery(Name = "invoice_id")] InvoiceId? invoiceId,
        EnumQuery<PaymentStatus>? status, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListPayments(page.ToPaging(), tenantId, invoiceId, status?.Value), cancellationToken)).ToOk();

    private static async Task<IResult> Get(PaymentId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetPayment(id), cancellationToken)).ToOk();

    private static async Task<IResult> Cancel(PaymentId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new CancelPayment(id), cancellationToken)).ToAccepted(Location);

    private static async Task<IResult> Resolve(PaymentId id, ResolutionBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ResolvePayment(id, body.Decision, body.Amount, body.Reason), cancellationToken)).ToOk();

    private static string Location(PaymentDto payment) => $"/api/v1/payments/{payment.Id.Value}";

    /// <param name="Method"><c>ecocash</c>, <c>onemoney</c> and <c>innbucks</c> ask on the telephone; <c>web</c> is the gateway's page.</param>
    /// <param name="Phone">That pays, for the first three: EcoCash 077 or 078, OneMoney 071.</param>
    /// <param name="ReturnUrl">For <c>web</c>: where the browser comes back to; https. Left out, it is the platform's.</param>
    internal sealed record NewPaymentBody(GatewayMethod Method, string? Phone = null, string? ReturnUrl = null);

    /// <param name="Amount">What the customer gets of what was received; left out, all of it.</param>
    internal sealed record ResolutionBody(HoldDecision Decision, string Reason, decimal? Amount = null);
}
