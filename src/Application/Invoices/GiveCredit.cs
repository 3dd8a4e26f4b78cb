using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

/// <summary>Gives a customer credit for nothing; it pays what is due, and the rest pays the next invoices. 404 <c>customer.not_found</c>.</summary>
/// <param name="Amount">Above 0, in whole cents.</param>
/// <param name="Reason">For the books and the audit.</param>
public sealed record GiveCredit(CustomerId CustomerId, decimal Amount, string Currency, string Reason) : ICommand<CreditDto>, IOperatorCommand;

internal sealed class GiveCreditValidator : AbstractValidator<GiveCredit>
{
    public GiveCreditValidator()
    {
        RuleFor(c => c.Amount).GreaterThan(0).PrecisionScale(Money.Precision, Money.Scale, ignoreTrailingZeros: true);
        RuleFor(c => c.Currency).Follows(currency => Domain.Common.Currency.Create("currency", currency));
        RuleFor(c => c.Reason).Follows(OperatorReason.Check);
    }
}

internal sealed class GiveCreditHandler(IAppDb db, ICaller caller, InvoiceLedger ledger, BillingClock billing, TimeProvider clock)
    : IRequestHandler<GiveCredit, Result<CreditDto>>
{
    public async Task<Result<CreditDto>> Handle(GiveCredit command, CancellationToken cancellationToken)
    {
        caller.Notes.Concerns(command.CustomerId);
        if (!await db.CustomersSeenBy(caller).AnyAsync(c => c.Id == command.CustomerId && c.Status != CustomerStatus.Deleted, cancellationToken))
            return CustomerErrors.NotFound();

        var currency = Currency.Create("currency", command.Currency).Value;
        var account = await ledger.LockAccountAsync(command.CustomerId, currency, cancellationToken);
        var key = $"goodwill:{NewId.Of<LedgerTransactionId>(clock.GetUtcNow()).Value}";
        var money = new MoneyIn(key, command.CustomerId, currency, LedgerAccount.Goodwill, command.Amount, Invoice: null, Payment: null);
        await ledger.GiveAsync(money, OperatorReason.Of(command.Reason), await billing.NowForAsync(command.CustomerId, cancellationToken), cancellationToken);
        return CreditDto.From(account);
    }
}
