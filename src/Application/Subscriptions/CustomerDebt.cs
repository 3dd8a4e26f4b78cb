using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

internal static class CustomerDebt
{
    private const int Shown = 20;

    /// <summary>409 <c>billing.debt</c> while something that was written off is not paid; else null.</summary>
    public static async Task<Error?> DebtAsync(this IAppDb db, CustomerId customer, CancellationToken cancellationToken)
    {
        var invoices = await db.Invoices.Where(i => i.CustomerId == customer && i.Status == InvoiceStatus.Uncollectible)
            .OrderBy(i => i.Id).Select(i => i.Id).Take(Shown).ToListAsync(cancellationToken);
        return invoices.Count == 0 ? null : SubscriptionErrors.Debt([.. invoices.Select(i => i.Value)]);
    }
}
