using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Invoices;

/// <summary>
/// Takes an invoice back by a credit note over all of it; what was paid is credit, and pays what else is due. Changes nothing when it is void.
/// 404 <c>invoice.not_found</c>, 409 <c>invoice.is_credit_note</c>, <c>invoice.issued_again</c> for one that its subscription would get anew.
/// </summary>
/// <param name="Reason">For the customer: it stands on the credit note.</param>
public sealed record VoidInvoice(InvoiceId Id, string Reason) : ICommand<InvoiceDto>, IOperatorCommand;

internal sealed class VoidInvoiceValidator : AbstractValidator<VoidInvoice>
{
    public VoidInvoiceValidator() => RuleFor(c => c.Reason).Follows(OperatorReason.Check);
}

internal sealed class VoidInvoiceHandler(IAppDb db, ICaller caller, InvoiceLedger ledger, BillingClock clock) : IRequestHandler<VoidInvoice, Result<InvoiceDto>>
{
    public async Task<Result<InvoiceDto>> Handle(VoidInvoice command, CancellationToken cancellationToken)
    {
        var of = await db.InvoicesSeenBy(caller).Where(i => i.Id == command.Id).Select(i => new { i.CustomerId, i.TenantId, i.Currency, i.Kind, i.Number })
            .SingleOrDefaultAsync(cancellationToken);
        if (of is null)
            return InvoiceErrors.NotFound;

        caller.Notes.Concerns(of.TenantId);
        if (of.Kind is InvoiceKind.CreditNote)
            return InvoiceErrors.NotAnInvoice(of.Number);

        await ledger.LockAccountAsync(of.CustomerId, of.Currency, cancellationToken);
        var now = await clock.NowForAsync(of.CustomerId, cancellationToken);
        var invoice = await db.Invoices.SingleAsync(i => i.Id == command.Id, cancellationToken);
        if (await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == invoice.SubscriptionId, cancellationToken) is { } subscription
            && BillingCycle.IsIssuedAgain(subscription, invoice))
            return InvoiceErrors.IssuedAgain(invoice.Number);

        await ledger.VoidAsync(invoice, OperatorReason.Of(command.Reason), now, cancellationToken);
        await ledger.ApplyCreditAsync(of.CustomerId, of.Currency, now, cancellationToken);
        return InvoiceDto.From(invoice, withPayer: true);
    }
}
