using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit.Invoices;

namespace SaaSOdoo.Infrastructure.Tests.Subscriptions;

/// <summary>The product's composition over a real database, with a time that the test moves. Nothing happens but what it runs.</summary>
public abstract class CycleTest : OperationHostTest
{
    protected static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private int payments;

    /// <summary>Where money comes in. What the gateway takes back has to have come in by it.</summary>
    private protected LedgerAccount PaidBy { get; set; } = LedgerAccount.Manual;

    /// <summary>Orders a plan for the host's tenant, as its owner does.</summary>
    private protected async Task<SubscriptionId> SubscribeAsync(string plan = "basic", bool trial = false, BillingPeriod period = BillingPeriod.Monthly)
    {
        await Host.SettledAsync();
        await Host.ExecuteAsync("update customers set email_verified_at = created_at");
        var made = await Host.SendAsync(new CreateSubscription(Host.Tenant, plan, period, trial));
        made.IsFailure.ShouldBeFalse();
        return made.Value.Id;
    }

    /// <summary>One that is paid from now on.</summary>
    private protected async Task<SubscriptionId> SubscribeAndPayAsync(string plan = "basic")
    {
        var id = await SubscribeAsync(plan);
        await PayAsync(id);
        (await SubscriptionAsync(id)).Status.ShouldBe(SubscriptionStatus.Active);
        return id;
    }

    private protected Task<Subscription> SubscriptionAsync(SubscriptionId id) => Host.ReadAsync(db => db.Subscriptions.AsNoTracking().SingleAsync(s => s.Id == id));

    private protected Task<List<Invoice>> InvoicesAsync(SubscriptionId id, InvoiceKind kind = InvoiceKind.Invoice) => Host.ReadAsync(
        db => db.Invoices.AsNoTracking().Where(i => i.SubscriptionId == id && i.Kind == kind).OrderBy(i => i.Id).ToListAsync());

    private protected Task<Tenant> TenantAsync() => Host.ReadAsync(db => db.Tenants.AsNoTracking().SingleAsync(t => t.Id == Host.Tenant));

    /// <summary>What is due of the open invoice, or a part of it, has come in by hand; its consumers have run.</summary>
    private protected async Task PayAsync(SubscriptionId id, decimal? amount = null)
    {
        await ReceiveAsync((await InvoicesAsync(id)).First(i => i.Status is InvoiceStatus.Open or InvoiceStatus.Uncollectible).Id, amount);
        await SettleAsync();
    }

    /// <summary>The gateway takes back what paid an invoice by itself; its consumers have run.</summary>
    private protected async Task ChargebackAsync(InvoiceId id)
    {
        await Host.InScopeAsync<IServiceProvider>(async services =>
        {
            var (db, ledger) = (services.GetRequiredService<AppDb>(), services.GetRequiredService<InvoiceLedger>());
            await db.InTransactionAsync(
                async token =>
                {
                    var payment = await db.Set<Payment>().SingleAsync(p => p.InvoiceId == id, token);
                    await ledger.ChargebackAsync(payment, payment.TakeBack(), $"payment:{payment.Id.Value}:refunded", Host.Clock.Now, token);
                    await db.SaveChangesAsync(token);
                },
                CancellationToken.None);
        });
        await SettleAsync();
    }

    private protected Task ReceiveAsync(InvoiceId id, decimal? amount = null) => Host.InScopeAsync<IServiceProvider>(async services =>
    {
        var (db, ledger) = (services.GetRequiredService<AppDb>(), services.GetRequiredService<InvoiceLedger>());
        await db.InTransactionAsync(
            async token =>
            {
                var whose = await db.Invoices.AsNoTracking().SingleAsync(i => i.Id == id, token);
                await ledger.LockAccountAsync(whose.CustomerId, whose.Currency, token);
                var payment = Payment.Manual(whose, Interlocked.Increment(ref payments), amount ?? whose.AmountDue + whose.WrittenOff, Host.Clock.Now);
                db.Add(payment);
                var money = new MoneyIn(
                    $"payment:{payment.Id.Value}:paid", whose.CustomerId, whose.Currency, PaidBy, payment.Amount, id, payment.Id);
                await ledger.ReceiveAsync(money, Host.Clock.Now, token);
                if (PaidBy is LedgerAccount.Gateway)
                    await db.Payments.Where(p => p.Id == payment.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Method, PaymentMethod.Web), token);
            },
            CancellationToken.None);
    });

    /// <inheritdoc cref="OperationHost.BillAsync"/>
    private protected Task TickAsync() => Host.BillAsync();

    /// <inheritdoc cref="OperationHost.FollowAsync"/>
    private protected Task SettleAsync() => Host.FollowAsync();

    /// <summary>Goes on by steps of a day, and ticks after each.</summary>
    private protected async Task PassAsync(double days)
    {
        for (; days > 0; days--)
        {
            Host.Advance(Day * Math.Min(1, days));
            await TickAsync();
        }
    }

    private protected Task AdvanceAsync(SubscriptionId id) => Host.InScopeAsync<SubscriptionCycle>(cycle => cycle.AdvanceAsync(id, CancellationToken.None));

    private protected async Task<(InstanceStatus Status, BillingStatus Billing)> StatusAsync(InstanceId id)
    {
        var instance = await Host.InstanceAsync(id);
        return (instance.Status, instance.BillingStatus);
    }

    /// <summary>Every scenario leaves books that balance.</summary>
    public override async Task DisposeAsync()
    {
        await LedgerShouldBalanceAsync();
        await base.DisposeAsync();
    }

    private protected Task LedgerShouldBalanceAsync() => Host.ReadAsync(db => db.ShouldBalanceAsync());
}
