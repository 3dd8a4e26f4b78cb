using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Customers;

internal static class CustomersMoney
{
    /// <summary>
    /// Why the account cannot be deleted yet: nobody would be left whom its credit, or what is being paid, could be given back to. Null when
    /// there is neither. What comes in later all the same is held.
    /// </summary>
    public static async Task<Error?> MoneyUnderWayAsync(this IAppDb db, CustomerId id, CancellationToken cancellationToken)
    {
        var attempt = await db.Payments.Where(p => p.CustomerId == id && PaymentTransitions.Open.Contains(p.Status))
            .Select(p => (PaymentId?)p.Id).FirstOrDefaultAsync(cancellationToken);
        if (attempt is { } payment)
            return CustomerErrors.HasOpenPayment(payment);

        return await db.CreditLeftAsync(id, cancellationToken);
    }

    public static async Task<Error?> CreditLeftAsync(this IAppDb db, CustomerId id, CancellationToken cancellationToken)
    {
        var credit = await db.BillingAccounts.AsNoTracking().Where(a => a.CustomerId == id && a.Credit > 0).FirstOrDefaultAsync(cancellationToken);
        return credit is null ? null : CustomerErrors.HasCredit(credit.Credit, credit.Currency);
    }
}
