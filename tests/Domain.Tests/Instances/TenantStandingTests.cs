using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Domain.Tests.Instances;

/// <summary>What starts a container needs an active tenant and a paid bill; what stops one does not.</summary>
public sealed class TenantStandingTests
{
    public static TheoryData<InstanceAction, InstanceStatus> Starting => new()
    {
        { InstanceAction.Start, InstanceStatus.Stopped },
        { InstanceAction.Restart, InstanceStatus.Error },
        { InstanceAction.Retry, InstanceStatus.Error },
        { InstanceAction.Unsuspend, InstanceStatus.Suspended },
    };

    [Theory]
    [MemberData(nameof(Starting))]
    public void Starting_actions_are_refused_while_the_tenant_is_not_active(InstanceAction action, InstanceStatus status)
    {
        var instance = Sample.In(status);

        var refused = Start(instance, action, Sample.Inactive);

        (refused.Kind, refused.Code).ShouldBe((ErrorKind.Conflict, "instance.tenant_not_active"));
        (instance.Status, instance.Events.Count).ShouldBe((status, 0));
    }

    [Theory]
    [MemberData(nameof(Starting))]
    public void Starting_actions_are_refused_while_payment_is_required(InstanceAction action, InstanceStatus status)
    {
        var instance = Sample.In(status, BillingStatus.PaymentRequired);

        var refused = Start(instance, action, Sample.Active);

        (refused.Kind, refused.Code).ShouldBe((ErrorKind.PaymentRequired, "instance.payment_required"));
        (instance.Status, instance.Events.Count).ShouldBe((status, 0));
    }

    [Fact]
    public void Stopping_actions_are_allowed_in_any_standing()
    {
        Sample.In(InstanceStatus.Running, BillingStatus.PaymentRequired).Stop(Sample.Inactive, Sample.By, Sample.Now).IsFailure.ShouldBeFalse();
        Sample.In(InstanceStatus.Running, BillingStatus.PaymentRequired)
            .Suspend(SuspensionCause.Billing, Sample.By, Sample.Now).IsFailure.ShouldBeFalse();
        Sample.In(InstanceStatus.Error, BillingStatus.PaymentRequired).Terminate(Sample.By, Sample.Now).IsFailure.ShouldBeFalse();
    }

    [Theory]
    [InlineData(InstanceAction.Start, true)]
    [InlineData(InstanceAction.Restart, true)]
    [InlineData(InstanceAction.Unsuspend, true)]
    [InlineData(InstanceAction.Retry, true)]
    [InlineData(InstanceAction.Stop, false)]
    [InlineData(InstanceAction.Update, false)]
    [InlineData(InstanceAction.Backup, false)]
    [InlineData(InstanceAction.Restore, false)]
    [InlineData(InstanceAction.Suspend, false)]
    [InlineData(InstanceAction.Terminate, false)]
    public void Four_actions_need_good_standing(InstanceAction action, bool needed) =>
        InstanceActions.NeedGoodStanding(action).ShouldBe(needed);

    [Fact]
    public void The_status_is_told_before_the_standing()
    {
        var refused = Sample.In(InstanceStatus.Running, BillingStatus.PaymentRequired).Start(Sample.Inactive, Sample.By, Sample.Now);

        refused.Error.Code.ShouldBe("instance.action_not_allowed");
    }

    private static Error Start(Instance instance, InstanceAction action, TenantStanding standing) => action switch
    {
        InstanceAction.Start => instance.Start(standing, Sample.By, Sample.Now).Error,
        InstanceAction.Restart => instance.Restart(standing, Sample.By, Sample.Now).Error,
        InstanceAction.Retry => instance.Retry(standing, Sample.By, Sample.Now).Error,
        InstanceAction.Unsuspend => instance.Unsuspend(SuspensionCause.Operator, standing, Sample.By, Sample.Now).Error,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "Starts nothing."),
    };
}
