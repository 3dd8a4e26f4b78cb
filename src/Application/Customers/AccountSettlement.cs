using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Customers;

/// <summary>Settles what a customer was billed for, before their account is gone: money paid ahead becomes credit only by that.</summary>
public sealed class AccountSettlement(IAppDb db, SubscriptionCycle cycle, InvoiceLedger ledger)
{
    /// <summary>
    /// Ends the account. What ends may leave credit, which shows only then: when that refuses it, all is as it was. What the caller has counted
    /// before is saved and stays.
    /// </summary>
    public async Task<Result> OrAsItWasAsync(Func<Task<Result>> end, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        return await db.InSavepointAsync(end, cancellationToken);
    }

    /// <summary>What is billed to the customer and not settled. In the order of the tenants, as everybody locks them.</summary>
    public Task<List<SubscriptionId>> UnsettledAsync(CustomerId id, CancellationToken cancellationToken) => db.Subscriptions
        .Where(s => s.CustomerId == id && s.SettledAt == null).OrderBy(s => s.TenantId).Select(s => s.Id).ToListAsync(cancellationToken);

    /// <summary>Saves, and settles those that have ended or are billed to somebody else by now.</summary>
    /// <returns>409 <c>customer.has_credit</c> when that leaves credit; else null. No money comes in then until the transaction ends.</returns>
    public async Task<Error?> SettleAsync(CustomerId id, IReadOnlyCollection<SubscriptionId> subscriptions, CancellationToken cancellationToken)
    {
        foreach (var subscription in subscriptions)
            await cycle.AdvanceAsync(subscription, cancellationToken);

        var currencies = await db.BillingAccounts.AsNoTracking().Where(a => a.CustomerId == id).OrderBy(a => a.Currency).Select(a => a.Currency)
            .ToListAsync(cancellationToken);
        foreach (var currency in currencies)
            await ledger.LockAccountAsync(id, currency, cancellationToken);
        return await db.CreditLeftAsync(id, cancellationToken);
    }
}
