using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Application.Tenants;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Tests.Subscriptions;

/// <summary>What a subscription's standing does to the instances of its tenant.</summary>
public sealed class BillingStandingTests : CycleTest
{
    /// <summary>From the first payment to the suspension, the period being a month of 30 days.</summary>
    private const int UntilSuspension = 30 + 14;

    [Fact]
    public async Task Payment_lifts_the_suspension_of_billing_and_no_other()
    {
        var id = await SubscribeAndPayAsync();
        var instance = await Host.ProvisionAsync();
        await TickAsync();
        await PassAsync(UntilSuspension);
        await ChangeTenantAsync(t => t.Suspend(Host.Clock.Now, TenantSuspension.Operator));

        await PayAsync(id);
        (await TenantAsync()).SuspendedBy.ShouldBe(["operator"]);
        (await StatusAsync(instance)).ShouldBe((InstanceStatus.Suspended, BillingStatus.Paid));

        await ChangeTenantAsync(t => t.Activate(Host.Clock.Now, TenantSuspension.Operator));
        (await StatusAsync(instance)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task Owner_cannot_lift_what_billing_has_suspended()
    {
        await SubscribeAndPayAsync();
        await PassAsync(UntilSuspension);
        var refused = await Host.SendAsync(new ActivateTenant(Host.Tenant));
        (refused.Error.Kind, refused.Error.Code).ShouldBe((ErrorKind.PaymentRequired, "tenant.payment_required"));

        (await Host.SendAsync(new SuspendTenant(Host.Tenant))).IsFailure.ShouldBeFalse();
        (await Host.SendAsync(new ActivateTenant(Host.Tenant))).IsFailure.ShouldBeFalse();
        (await TenantAsync()).SuspendedBy.ShouldBe(["billing"]);
    }

    [Fact]
    public async Task Instance_that_its_owner_resumed_while_something_was_due_runs_when_it_is_paid()
    {
        var id = await SubscribeAndPayAsync();
        var instance = await Host.ProvisionAsync();
        await TickAsync();
        await ChangeTenantAsync(t => t.Suspend(Host.Clock.Now));
        await PassAsync(31);
        await ChangeTenantAsync(t => t.Activate(Host.Clock.Now));
        (await StatusAsync(instance)).ShouldBe((InstanceStatus.Suspended, BillingStatus.PaymentRequired));

        await PayAsync(id);
        (await StatusAsync(instance)).ShouldBe((InstanceStatus.Running, BillingStatus.Paid));
    }

    [Fact]
    public async Task Instance_in_error_is_suspended_and_resumed_as_it_was_wanted()
    {
        var id = await SubscribeAndPayAsync();
        var instance = await Host.ProvisionAsync();
        await TickAsync();
        await PassAsync(UntilSuspension - 1);
        await Host.InScopeAsync<AppDb>(async db =>
        {
            (await db.Instances.SingleAsync(i => i.Id == instance)).Fail("odoo_not_ready", "Odoo did not answer.", Host.Clock.Now);
            await db.SaveChangesAsync();
        });
        (await StatusAsync(instance)).Status.ShouldBe(InstanceStatus.Error);
        await PassAsync(1);
        (await StatusAsync(instance)).Status.ShouldBe(InstanceStatus.Suspended);
        await PayAsync(id);
        (await StatusAsync(instance)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task Instance_that_is_busy_follows_after_its_operation()
    {
        await SubscribeAndPayAsync();
        var instance = await Host.ProvisionAsync();
        await TickAsync();
        await PassAsync(UntilSuspension - 1);
        await Host.ActAsync(instance, (i, by) => i.Stop(new TenantStanding(true), by, Host.Clock.Now).Value);
        Host.Advance(Day);
        await Host.InScopeAsync<DueSubscriptions>(due => due.AdvanceAsync(CancellationToken.None));
        await Host.DispatchAsync();
        (await Host.InstanceAsync(instance)).Status.ShouldBe(InstanceStatus.Stopping);
        (await SubscriptionOfHostAsync()).AppliedVersion.ShouldBeLessThan((await SubscriptionOfHostAsync()).StandingVersion);

        await Host.RunNextAsync();
        Host.Advance(TimeSpan.FromMinutes(1));
        await TickAsync();
        (await StatusAsync(instance)).Status.ShouldBe(InstanceStatus.Suspended);
        (await SubscriptionOfHostAsync()).AppliedVersion.ShouldBe((await SubscriptionOfHostAsync()).StandingVersion);
    }

    [Fact]
    public async Task New_subscription_that_is_paid_lifts_what_an_ended_one_left()
    {
        var first = await SubscribeAsync(trial: true);
        var instance = await Host.ProvisionAsync();
        await TickAsync();
        await PassAsync(14 + 21);
        (await StatusAsync(instance)).Status.ShouldBe(InstanceStatus.Suspended);
        (await SubscriptionAsync(first)).TerminateAt.ShouldNotBeNull();

        var second = (await Host.SendAsync(new CreateSubscription(Host.Tenant, "basic", BillingPeriod.Monthly, Trial: false))).Value.Id;
        await TickAsync();
        (await StatusAsync(instance)).Status.ShouldBe(InstanceStatus.Suspended);
        await PayAsync(second);
        (await StatusAsync(instance)).ShouldBe((InstanceStatus.Running, BillingStatus.Paid));
        (await SubscriptionAsync(first)).TerminateAt.ShouldBeNull();
    }

    [Fact]
    public async Task What_no_event_told_is_found_by_the_sweep()
    {
        await SubscribeAndPayAsync();
        var instance = await Host.ProvisionAsync();
        await TickAsync();
        await PassAsync(UntilSuspension - 1);
        Host.Advance(Day);
        await Host.InScopeAsync<DueSubscriptions>(due => due.AdvanceAsync(CancellationToken.None));
        (await StatusAsync(instance)).Status.ShouldBe(InstanceStatus.Running);
        await Host.InScopeAsync<BillingStandings>(standings => standings.SweepAsync(CancellationToken.None));
        (await StatusAsync(instance)).ShouldBe((InstanceStatus.Suspended, BillingStatus.PaymentRequired));
    }

    [Fact]
    public async Task One_round_of_the_sweep_reaches_all_that_wait()
    {
        await SubscribeAndPayAsync();
        await Host.ExecuteAsync(
            """
            with t as (insert into tenants (id, customer_id, name, status, metadata, created_at, updated_at)
                select gen_random_uuid(), customer_id, 'many', status, metadata, created_at, updated_at from tenants, generate_series(1, 401) returning id, customer_id)
            insert into subscriptions (id, tenant_id, customer_id, plan_id, billing_period, currency, status, price, standing_version, created_at, updated_at)
            select gen_random_uuid(), t.id, t.customer_id, s.plan_id, s.billing_period, s.currency, 'pending', s.price, 1, s.created_at, s.created_at
            from t, subscriptions s
            """);
        await Host.InScopeAsync<BillingStandings>(standings => standings.SweepAsync(CancellationToken.None));
        (await Host.ReadAsync(db => db.Subscriptions.CountAsync(s => s.AppliedVersion < s.StandingVersion))).ShouldBe(0);
    }

    private Task<Subscription> SubscriptionOfHostAsync() => Host.ReadAsync(db => db.Subscriptions.AsNoTracking().SingleAsync());

    private async Task ChangeTenantAsync(Func<Tenant, Result> change)
    {
        await Host.InScopeAsync<AppDb>(async db =>
        {
            change(await db.Tenants.SingleAsync(t => t.Id == Host.Tenant)).IsFailure.ShouldBeFalse();
            await db.SaveChangesAsync();
        });
        await SettleAsync();
    }
}
