using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Api.Invoices;

internal static class InvoiceEndpoints
{
    public static void MapInvoices(this RouteGroupBuilder api)
    {
        var invoices = api.MapGroup("/invoices").WithTags("Invoices");
        invoices.MapGet("/", List).Needs(Scopes.BillingRead).WithName("list_invoices").WithSummary("Invoices and credit notes, newest first")
            .Answers(StatusCodes.Status200OK, new Page<InvoiceDto>([InvoiceExamples.Invoice], NextCursor: null));
        invoices.MapGet("/{id}", Get).Needs(Scopes.BillingRead).WithName("get_invoice").WithSummary("An invoice or a credit note")
            .Answers(StatusCodes.Status200OK, InvoiceExamples.Invoice);
        invoices.MapGet("/{id}/document", Document).Needs(Scopes.BillingRead).WithName("get_invoice_document").WithSummary("An invoice as a page or a PDF, to print and to send")
            .WithDescription("A page, or with `format=pdf` a PDF of the same text. Without `format` the `Accept` header decides.")
            .Produces<string>(StatusCodes.Status200OK, PrintedInvoice.Html, PrintedInvoice.Pdf);

        var profile = api.MapGroup("/billing/profile").WithTags("Invoices");
        profile.MapGet("/", GetProfile).Needs(Scopes.BillingRead).WithName("get_billing_profile").WithSummary("What stands on the caller's invoices from now on, and their credit")
            .Answers(StatusCodes.Status200OK, InvoiceExamples.Profile);
        profile.MapPut("/", ChangeProfile).Needs(Scopes.BillingWrite).WithName("update_billing_profile")
            .WithSummary("Change name, address and registrations for the invoices to come; those that were issued stay")
            .Takes(InvoiceExamples.ProfileChange).Answers(StatusCodes.Status200OK, InvoiceExamples.Profile)
            .TakesBack<ProfileBody, BillingProfileDto>(_ => new GetBillingProfile(), "credit");
    }

    private static async Task<IResult> List(
        [AsParameters] PageQuery page, [FromQuery(Name = "tenant_id")] TenantId? tenantId, EnumQuery<InvoiceStatus>? status,
        IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListInvoices(page.ToPaging(), tenantId, status?.Value), cancellationToken)).ToOk();

    private static async Task<IResult> Get(InvoiceId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetInvoice(id), cancellationToken)).ToOk();

    private static async Task<IResult> Document(
        InvoiceId id, EnumQuery<DocumentFormat>? format, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetInvoiceDocument(id), cancellationToken)).ToHttp(document => new PrintedInvoice(document, format?.Value));

    private static async Task<IResult> GetProfile(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetBillingProfile(), cancellationToken)).ToOk();

    private static async Task<IResult> ChangeProfile(
        ProfileBody body, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new UpdateBillingProfile(body.Name, body.Address, body.Tin, body.VatNumber, ifMatch), cancellationToken)).ToOk();

    /// <param name="Name">Null: the account's company or name.</param>
    /// <param name="Address">Lines, parted by newlines.</param>
    /// <param name="Tin">Taxpayer identification number.</param>
    internal sealed record ProfileBody(
        Optional<string> Name = default, Optional<string> Address = default, Optional<string> Tin = default, Optional<string> VatNumber = default);
}
