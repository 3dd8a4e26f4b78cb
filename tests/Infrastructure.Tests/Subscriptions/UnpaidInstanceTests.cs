using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Infrastructure.Tests.Subscriptions;

/// <summary>What becomes of the instances that an ended subscription leaves.</summary>
public sealed class UnpaidInstanceTests : CycleTest
{
    private const int UntilEnd = 14 + 21;

    [Fact]
    public async Task They_are_kept_for_thirty_days_and_terminated_with_a_final_backup_then()
    {
        await SubscribeAsync(trial: true);
        var instance = await Host.ProvisionAsync();
        await TickAsync();
        await PassAsync(UntilEnd + 29);
        (await StatusAsync(instance)).Status.ShouldBe(InstanceStatus.Suspended);

        await PassAsync(1);

        (await StatusAsync(instance)).Status.ShouldBe(InstanceStatus.Terminated);
        var last = await Host.ReadAsync(db => db.Backups.AsNoTracking().SingleAsync(b => b.InstanceId == instance));
        (last.Kind, last.Status, last.ExpiresAt, last.RequestedBy).ShouldBe((BackupKind.Final, BackupStatus.Completed, Host.Clock.Now.AddDays(30), null));
        (await Host.ReadAsync(db => db.Operations.CountAsync(o => o.Kind == OperationKind.Terminate))).ShouldBe(1);

        // What is gone is not terminated again, and comes back only with a subscription.
        await PassAsync(1);
        (await Host.ReadAsync(db => db.Operations.CountAsync(o => o.Kind == OperationKind.Terminate))).ShouldBe(1);
        (await Host.SendAsync(new ReactivateInstance(instance))).Error.Code.ShouldBe("instance.tenant_not_active");
        var second = (await Host.SendAsync(new CreateSubscription(Host.Tenant, "basic", BillingPeriod.Monthly, Trial: false))).Value.Id;
        await PayAsync(second);
        (await Host.SendAsync(new ReactivateInstance(instance))).IsFailure.ShouldBeFalse();
        await SettleAsync();
        (await StatusAsync(instance)).ShouldBe((InstanceStatus.Running, BillingStatus.Paid));
        await PassAsync(3);
        (await StatusAsync(instance)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task Whoever_pays_for_another_subscription_before_keeps_them()
    {
        await SubscribeAsync(trial: true);
        var instance = await Host.ProvisionAsync();
        await TickAsync();
        await PassAsync(UntilEnd + 29);
        var second = (await Host.SendAsync(new CreateSubscription(Host.Tenant, "basic", BillingPeriod.Monthly, Trial: false))).Value.Id;
        await PayAsync(second);

        await PassAsync(5);

        (await StatusAsync(instance)).ShouldBe((InstanceStatus.Running, BillingStatus.Paid));
    }

    [Fact]
    public async Task Without_a_final_backup_the_platform_removes_nothing()
    {
        await SubscribeAsync(trial: true);
        var instance = await Host.ProvisionAsync();
        await TickAsync();
        await PassAsync(UntilEnd + 29);
        Host.Runtime.Before = (verb, _) => verb == "WriteArchive"
            ? Task.FromException(new Application.Common.RefusedException("backup_failed", "No.")) : Task.CompletedTask;
        Host.Advance(Day);
        await Host.InScopeAsync<UnpaidInstances>(unpaid => unpaid.TerminateDueAsync(CancellationToken.None));
        for (var attempt = 1; attempt <= Operation.MaxAttempts; attempt++)
        {
            await Host.RunNextAsync();
            Host.Advance(Backoff.Max);
        }

        await Host.DispatchAsync();
        (await StatusAsync(instance)).Status.ShouldBe(InstanceStatus.Suspended);
        Host.Runtime.Databases.ShouldNotBeEmpty();
        (await Host.ReadAsync(db => db.Backups.AnyAsync(b => b.InstanceId == instance && b.Status == BackupStatus.Failed))).ShouldBeTrue();
    }
}
