using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

/// <summary>
/// Begins to pay what is due on an invoice, by an owner of its tenant; a worker calls the gateway. 409 <c>payment.open</c> names the attempt
/// that is under way, 409 <c>payment.invoice_not_open</c>, 422 <c>payment.phone_…</c>, 429 <c>payment.too_many_prompts</c>, 503
/// <c>payment.gateway_not_configured</c>.
/// </summary>
/// <param name="Phone">For mobile money, as it is dialled in Zimbabwe or in international form.</param>
/// <param name="ReturnUrl">Where the payer's browser comes back to from the gateway's page; null: the platform's.</param>
public sealed record CreatePayment(InvoiceId InvoiceId, GatewayMethod Method, string? Phone = null, string? ReturnUrl = null) : ICommand<PaymentDto>;

internal sealed class CreatePaymentValidator : AbstractValidator<CreatePayment>
{
    // As it is kept: with all that must be escaped.
    public CreatePaymentValidator() => RuleFor(c => c.ReturnUrl).Must(u => u is null || IsAddress(u))
        .WithMessage("'return_url' must be an https address; http on the payer's own machine.");

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.UserInfo.Length == 0
        && url.AbsoluteUri.Length <= Payment.UrlMaxLength
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}

internal sealed class CreatePaymentHandler(
    IAppDb db, ICaller caller, IPaymentGateway gateway, IPhoneNumbers phones, IOptions<PromptOptions> prompts, TimeProvider clock)
    : IRequestHandler<CreatePayment, Result<PaymentDto>>
{
    public async Task<Result<PaymentDto>> Handle(CreatePayment command, CancellationToken cancellationToken)
    {
        var found = await db.InvoicesOf(caller).Where(i => i.Id == command.InvoiceId).Select(i => new { i.TenantId, i.CustomerId, i.Currency })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return InvoiceErrors.NotFound;
        if (await db.RefusalAsync(caller, found.TenantId, TenantRole.Owner, cancellationToken) is { } refusal)
            return refusal;
        if (gateway.RefusalOf(found.Currency) is { } unavailable)
            return unavailable;

        var phone = phones.ForPaying(command.Method.ToMethod(), command.Phone);
        if (phone.IsFailure)
            return phone.Error;
        var now = clock.GetUtcNow();
        if (phone.Value is { } asked && await db.RefusalOfPromptAsync(found.CustomerId, asked, prompts.Value, now, cancellationToken) is { } tooMany)
            return tooMany;

        // One at a time: what is due and which attempt this is must hold until it is saved.
        await db.LockInvoiceAsync(command.InvoiceId, cancellationToken);
        var invoice = await db.Invoices.AsNoTracking().SingleAsync(i => i.Id == command.InvoiceId, cancellationToken);
        var attempts = await db.Payments.Where(p => p.InvoiceId == invoice.Id).Select(p => new { p.Id, p.Status })
            .ToListAsync(cancellationToken);
        if (attempts.Find(a => PaymentTransitions.Open.Contains(a.Status)) is { } open)
            return PaymentErrors.AlreadyOpen(open.Id);

        var payment = Payment.Attempt(
            invoice, attempts.Count + 1, command.Method.ToMethod(), phone.Value, ReturnUrlOf(command), now);
        if (payment.IsFailure)
            return payment.Error;

        db.Payments.Add(payment.Value);
        await db.SaveChangesAsync(cancellationToken);
        return PaymentDto.From(payment.Value, withPayer: true);
    }

    private static Uri? ReturnUrlOf(CreatePayment command) => command is { Method: GatewayMethod.Web, ReturnUrl: { } url } ? new(url) : null;
}
