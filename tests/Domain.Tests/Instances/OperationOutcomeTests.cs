using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Tests.Instances;

/// <summary>What the end of every kind of operation makes of the instance that asked for it.</summary>
public sealed class OperationOutcomeTests
{
    private static readonly DateTimeOffset Later = Sample.Now.AddMinutes(5);

    public static TheoryData<OperationKind, InstanceStatus, InstanceStatus, string[]> Completed => new()
    {
        { OperationKind.Provision, InstanceStatus.Creating, InstanceStatus.Running, ["instance.running"] },
        { OperationKind.Start, InstanceStatus.Starting, InstanceStatus.Running, ["instance.running"] },
        { OperationKind.Stop, InstanceStatus.Stopping, InstanceStatus.Stopped, ["instance.stopped"] },
        { OperationKind.Restart, InstanceStatus.Restarting, InstanceStatus.Running, ["instance.running"] },
        { OperationKind.Update, InstanceStatus.Updating, InstanceStatus.Running, ["instance.running"] },
        { OperationKind.Suspend, InstanceStatus.Suspended, InstanceStatus.Suspended, [] },
        { OperationKind.Terminate, InstanceStatus.Terminating, InstanceStatus.Terminated, ["instance.terminated"] },
        { OperationKind.Heal, InstanceStatus.Running, InstanceStatus.Running, [] },
        { OperationKind.Heal, InstanceStatus.Error, InstanceStatus.Running, ["instance.running"] },
        { OperationKind.Heal, InstanceStatus.Stopped, InstanceStatus.Stopped, [] },
        { OperationKind.Heal, InstanceStatus.Suspended, InstanceStatus.Suspended, [] },
    };

    [Theory]
    [MemberData(nameof(Completed))]
    public void Completed_operation_leads_to_the_target_status(OperationKind kind, InstanceStatus from, InstanceStatus to, string[] events)
    {
        var instance = Sample.In(from);

        instance.Complete(kind, Later);

        instance.Status.ShouldBe(to);
        instance.Events.Select(EventNames.Of).ShouldBe(events);
        (instance.ErrorCode, instance.ErrorMessage).ShouldBe((null, null));
        instance.TerminatedAt.ShouldBe(to == InstanceStatus.Terminated ? Later : null);
        if (to == InstanceStatus.Running)
            instance.ProvisioningStatus.ShouldBe(ProvisioningStatus.Completed);
    }

    [Fact]
    public void Completed_retry_and_unsuspend_end_running()
    {
        var failed = Sample.In(InstanceStatus.Error);
        failed.Retry(Sample.Active, Sample.By, Sample.Now).Value.Kind.ShouldBe(OperationKind.Retry);
        (failed.Status, failed.ErrorCode).ShouldBe((InstanceStatus.Creating, null));
        failed.Begin(Sample.Now);
        failed.ProvisioningStatus.ShouldBe(ProvisioningStatus.Provisioning);
        failed.Complete(OperationKind.Retry, Later);
        (failed.Status, failed.ProvisioningStatus, failed.StartedAt).ShouldBe((InstanceStatus.Running, ProvisioningStatus.Completed, Later));

        var suspended = Sample.In(InstanceStatus.Suspended);
        suspended.Unsuspend(SuspensionCause.Operator, Sample.Active, Sample.By, Sample.Now).Value.ShouldNotBeNull();
        suspended.Complete(OperationKind.Unsuspend, Later);
        (suspended.Status, suspended.StartedAt).ShouldBe((InstanceStatus.Running, Later));
    }

    [Fact]
    public void Retry_of_a_failed_stop_stops_the_instance()
    {
        var instance = Sample.In(InstanceStatus.Stopping);
        instance.Fail("internal_error", "…", Sample.Now);

        instance.Retry(Sample.Active, Sample.By, Sample.Now).Value.Kind.ShouldBe(OperationKind.Retry);

        (instance.Status, instance.DesiredPower).ShouldBe((InstanceStatus.Stopping, DesiredPower.Stopped));
        instance.Complete(OperationKind.Retry, Later);
        instance.Status.ShouldBe(InstanceStatus.Stopped);
    }

    [Theory]
    [InlineData(InstanceStatus.Creating, ProvisioningStatus.Failed)]
    [InlineData(InstanceStatus.Starting, ProvisioningStatus.Completed)]
    [InlineData(InstanceStatus.Stopping, ProvisioningStatus.Completed)]
    [InlineData(InstanceStatus.Restarting, ProvisioningStatus.Completed)]
    [InlineData(InstanceStatus.Updating, ProvisioningStatus.Completed)]
    [InlineData(InstanceStatus.Running, ProvisioningStatus.Completed)]
    public void Failed_operation_ends_in_error_with_the_reason(InstanceStatus from, ProvisioningStatus provisioning)
    {
        var instance = Sample.In(from);

        instance.Fail("odoo_not_ready", "Odoo did not answer.", Later);

        (instance.Status, instance.ProvisioningStatus).ShouldBe((InstanceStatus.Error, provisioning));
        (instance.ErrorCode, instance.ErrorMessage, instance.UpdatedAt).ShouldBe(("odoo_not_ready", "Odoo did not answer.", Later));
        instance.Events.ShouldBe([new InstanceFailed(instance.Id, instance.TenantId, "odoo_not_ready", "Odoo did not answer.", Again: false, Later)]);
    }

    [Fact]
    public void Repeated_failure_is_marked_as_repeated_until_a_retry()
    {
        var instance = Sample.In(InstanceStatus.Starting);
        instance.Fail("odoo_not_ready", "Odoo did not answer.", Later);
        instance.Fail("engine_unavailable", "The engine does not answer.", Later);
        instance.Retry(Sample.Active, Sample.By, Later).IsFailure.ShouldBeFalse();
        instance.Fail("odoo_not_ready", "Odoo did not answer.", Later);

        instance.Events.OfType<InstanceFailed>().Select(e => e.Again).ShouldBe([false, true, false]);
    }

    [Fact]
    public void Only_the_first_run_completes_the_provisioning()
    {
        var instance = Sample.In(InstanceStatus.Creating);
        instance.Complete(OperationKind.Provision, Later);
        instance.Stop(Sample.Active, Sample.By, Later).IsFailure.ShouldBeFalse();
        instance.Complete(OperationKind.Stop, Later);
        instance.Start(Sample.Active, Sample.By, Later).IsFailure.ShouldBeFalse();
        instance.Complete(OperationKind.Start, Later);

        instance.Events.OfType<InstanceRunning>().Select(e => e.First).ShouldBe([true, false]);
    }

    [Fact]
    public void A_reason_too_long_is_cut()
    {
        var instance = Sample.In(InstanceStatus.Creating);

        instance.Fail("c", new string('x', Instance.ErrorMaxLength + 1), Later);

        instance.ErrorMessage.ShouldNotBeNull().Length.ShouldBe(Instance.ErrorMaxLength);
    }

    [Fact]
    public void Beginning_shows_only_while_the_instance_is_provisioned_for_the_first_time()
    {
        var fresh = Sample.Create().Instance;
        fresh.Begin(Later);
        fresh.ProvisioningStatus.ShouldBe(ProvisioningStatus.Provisioning);

        var running = Sample.In(InstanceStatus.Running);
        running.Begin(Later);
        running.ProvisioningStatus.ShouldBe(ProvisioningStatus.Completed);

        // Neither stopping nor removing what was never finished provisions it.
        var failed = Sample.In(InstanceStatus.Error);
        failed.Stop(Sample.Active, Sample.By, Sample.Now).IsFailure.ShouldBeFalse();
        failed.Begin(Later);
        failed.ProvisioningStatus.ShouldBe(ProvisioningStatus.Failed);

        var leaving = Sample.In(InstanceStatus.Error);
        leaving.Terminate(Sample.By, Sample.Now).IsFailure.ShouldBeFalse();
        leaving.Begin(Later);
        leaving.ProvisioningStatus.ShouldBe(ProvisioningStatus.Failed);
    }

    [Fact]
    public void An_update_is_no_start()
    {
        var instance = Sample.In(InstanceStatus.Updating);
        var started = instance.StartedAt;

        instance.Complete(OperationKind.Update, Later);

        instance.StartedAt.ShouldBe(started);
    }

    [Fact]
    public void Only_idle_instances_are_healed()
    {
        InstanceStatus[] resting = [InstanceStatus.Running, InstanceStatus.Stopped, InstanceStatus.Suspended, InstanceStatus.Error];

        foreach (var status in Enum.GetValues<InstanceStatus>())
        {
            var instance = Sample.In(status);
            var healing = instance.Heal(Later);

            (healing?.Kind).ShouldBe(resting.Contains(status) ? OperationKind.Heal : null, status.ToString());
            (instance.Status, instance.Events.Count).ShouldBe((status, 0));
        }

        Enum.GetValues<InstanceStatus>().Length.ShouldBe(12);
    }
}
