using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// Brings a subscription to where its time and its invoices say that it should be: one step after the other, until nothing is due. It decides by
/// what it reads and not by what called it, so a trigger that is lost or comes twice does no harm.
/// </summary>
public sealed class SubscriptionCycle(IAppDb db, InvoiceLedger ledger, CycleSteps steps, BillingClock clock, IOptions<BillingOptions> options)
{
    /// <summary>More than any time away leaves behind; the rest is done by the next look.</summary>
    private const int MaxSteps = 200;

    /// <summary>
    /// In the caller's transaction when there is one, else in its own. What the caller has changed is saved first; its locks may be the tenant's and
    /// the customer's.
    /// </summary>
    public async Task AdvanceAsync(SubscriptionId id, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
            await db.InTransactionAsync(token => RunAsync(id, token), cancellationToken);
        else
            await RunAsync(id, cancellationToken);
    }

    private async Task RunAsync(SubscriptionId id, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        if (await LockAsync(id, cancellationToken) is not { } subscription)
            return;

        var now = await clock.NowForAsync(id, cancellationToken);
        var invoices = await InvoicesAsync(subscription, cancellationToken);
        subscription.Schedule(await StepAsync(subscription, invoices, now, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <returns>When it has to be looked at next.</returns>
    private async Task<DateTimeOffset?> StepAsync(Subscription subscription, List<Invoice> invoices, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var terms = options.Value.Terms;
        for (var taken = 0; taken < MaxSteps; taken++)
        {
            var step = BillingCycle.Next(subscription, invoices, terms, now);
            if (step is null || step.At > now)
                return step?.At;
            if (await steps.TakeAsync(step, subscription, invoices, now, cancellationToken) is { } postponed)
                return postponed;

            await db.SaveChangesAsync(cancellationToken);
        }

        return now;
    }

    // Tenant, account, subscription, invoices: the order of everybody who moves money.
    private async Task<Subscription?> LockAsync(SubscriptionId id, CancellationToken cancellationToken)
    {
        var tenant = await db.Subscriptions.Where(s => s.Id == id).Select(s => (TenantId?)s.TenantId).SingleOrDefaultAsync(cancellationToken);
        if (tenant is null)
            return null;

        await db.LockTenantAsync(tenant.Value, cancellationToken);
        var payer = await db.Subscriptions.Where(s => s.Id == id).Select(s => new { s.CustomerId, s.Currency }).SingleAsync(cancellationToken);
        foreach (var customer in await AccountsAsync(id, payer.CustomerId, cancellationToken))
            await ledger.LockAccountAsync(customer, payer.Currency, cancellationToken);
        await db.LockSubscriptionAsync(id, cancellationToken);
        return (await FreshAsync(db.Subscriptions.Where(s => s.Id == id), cancellationToken)).Single();
    }

    // What is open may be somebody's who paid before. Several accounts are locked in the order of their customers.
    private async Task<IEnumerable<CustomerId>> AccountsAsync(SubscriptionId id, CustomerId payer, CancellationToken cancellationToken)
    {
        var debtors = await db.Invoices.Where(i => i.SubscriptionId == id && i.Status == InvoiceStatus.Open).Select(i => i.CustomerId).Distinct()
            .ToListAsync(cancellationToken);
        return debtors.Append(payer).Distinct().OrderBy(c => c.Value);
    }

    // What is over and paid changes nothing any more, however long a subscription lives.
    private async Task<List<Invoice>> InvoicesAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var (id, start, waiting) = (subscription.Id, subscription.CurrentPeriodStart, subscription.PendingUp?.InvoiceId);
        return await FreshAsync(
            db.Invoices
                .Where(i => i.SubscriptionId == id && i.Kind == InvoiceKind.Invoice
                    && (start == null || i.Status == InvoiceStatus.Open || i.PeriodEnd > start || i.Id == waiting))
                .OrderBy(i => i.Id),
            cancellationToken);
    }

    // What the context has read before the locks were taken may be old.
    private async Task<List<T>> FreshAsync<T>(IQueryable<T> query, CancellationToken cancellationToken) where T : class
    {
        var known = db.ChangeTracker.Entries<T>().Select(e => e.Entity).ToHashSet(ReferenceEqualityComparer.Instance);
        var found = await query.ToListAsync(cancellationToken);
        foreach (var old in found.Where(known.Contains))
            await db.ChangeTracker.Context.Entry(old).ReloadAsync(cancellationToken);
        return found;
    }
}
