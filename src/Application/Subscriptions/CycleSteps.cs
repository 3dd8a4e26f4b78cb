using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>Takes one step of the cycle, under the locks that the cycle has taken.</summary>
public sealed class CycleSteps(
    IAppDb db, InvoiceLedger ledger, PeriodInvoices periods, SubscriptionSettlement settlement, OpenAttempts attempts, IOptions<BillingOptions> options)
{
    /// <param name="invoices">What is issued is added.</param>
    /// <returns>Null when it is taken; else when it can be tried again.</returns>
    public async Task<DateTimeOffset?> TakeAsync(
        CycleStep step, Subscription subscription, List<Invoice> invoices, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (MayTakeServiceAway(step, subscription) && await attempts.PostponedAsync(subscription, step.At, now, cancellationToken) is { } later)
            return later;

        var terms = options.Value.Terms;
        switch (step.Action)
        {
            case CycleAction.Withdraw:
                await ledger.VoidAsync(step.Invoice!, "It does not fit the subscription any more.", now, cancellationToken);
                break;
            case CycleAction.Readdress:
                await periods.ReaddressAsync(step.Invoice!, subscription, invoices, now, cancellationToken);
                break;
            case CycleAction.Issue:
                return await periods.IssueAsync(subscription, invoices, now, cancellationToken);
            case CycleAction.ApplyPaidChange:
                subscription.ApplyPaidChange(now);
                break;
            case CycleAction.DropChange:
                await DropChangeAsync(step.Invoice, subscription, now, cancellationToken);
                break;
            case CycleAction.Activate when subscription.Status is SubscriptionStatus.Pending:
                Taken(subscription.Activate(step.Invoice!.PaidAt!.Value, terms, now));
                await KeepInstancesAsync(subscription, cancellationToken);
                break;
            case CycleAction.Activate:
                Taken(subscription.Recover(now));
                break;
            case CycleAction.BeginPeriod:
                await BeginPeriodAsync(step.Invoice!, subscription, terms, now, cancellationToken);
                break;
            case CycleAction.FallDue:
                Taken(subscription.FallDue(step.At, terms, now));
                break;
            case CycleAction.Dun:
                Taken(subscription.Dun(terms, now));
                break;
            case CycleAction.Cancel:
                Taken(subscription.CancelNow(now));
                break;
            case CycleAction.Settle:
                await settlement.SettleAsync(subscription, invoices, now, cancellationToken);
                subscription.Settle(terms, now);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step.Action, "No such step.");
        }

        return null;
    }

    private static bool MayTakeServiceAway(CycleStep step, Subscription subscription) => step.Action switch
    {
        CycleAction.Dun => DunningLadder.Next(subscription.Dunning) is { Kind: DunningKind.Suspension or DunningKind.Expiry },
        CycleAction.Cancel => subscription.Status is SubscriptionStatus.Pending,
        _ => false,
    };

    private async Task DropChangeAsync(Invoice? invoice, Subscription subscription, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Paid too late, it is credit.
        if (invoice is not null)
            await ledger.VoidAsync(invoice, "The change was not paid in time.", now, cancellationToken);
        subscription.DropChange(now);
    }

    private async Task BeginPeriodAsync(Invoice invoice, Subscription subscription, BillingTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (planId, period, end) = BillingCycle.NextPeriod(subscription, terms);
        var plan = await db.Plans.AsNoTracking().SingleAsync(p => p.Id == planId, cancellationToken);
        var priced = new PricedPlan(plan, period, subscription.Currency, invoice.Total, invoice.Rate);
        DateTimeOffset? unpaidSince = invoice.Status is InvoiceStatus.Paid ? null : invoice.DueAt;

        subscription.EndChanges(now);
        Taken(subscription.BeginPeriod(priced, end, unpaidSince, terms, now));
    }

    // What an earlier subscription of the tenant left suspended is this one's now.
    private async Task KeepInstancesAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        foreach (var earlier in await db.Subscriptions.Where(s => s.TenantId == subscription.TenantId && s.TerminateAt != null).ToListAsync(cancellationToken))
            earlier.KeepInstances();
    }

    // The cycle asks only for what the status allows; anything else is a bug, and must not be saved.
    private static void Taken(Result result)
    {
        if (result.IsFailure)
            throw new InvalidOperationException($"The cycle took a step that the subscription refuses: {result.Error.Code}.");
    }
}
