using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Tests.Instances;

public sealed class InstanceSuspensionTests
{
    private static readonly SuspensionCause[] Causes = Enum.GetValues<SuspensionCause>();

    [Fact]
    public void Unsuspended_instance_runs_again_when_it_ran_before()
    {
        var instance = Sample.In(InstanceStatus.Running);
        Suspend(instance, SuspensionCause.Tenant);

        var lifted = instance.Unsuspend(SuspensionCause.Tenant, Sample.Active, Sample.By, Sample.Now);

        lifted.Value.ShouldNotBeNull().Kind.ShouldBe(OperationKind.Unsuspend);
        (instance.Status, instance.DesiredPower, instance.SuspendedBy).ShouldBe((InstanceStatus.Starting, DesiredPower.Running, null));
        instance.Complete(OperationKind.Unsuspend, Sample.Now);
        instance.Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public void Unsuspended_instance_stays_stopped_when_it_was_stopped_before()
    {
        var instance = Sample.In(InstanceStatus.Stopped);
        Suspend(instance, SuspensionCause.Billing);

        var lifted = instance.Unsuspend(SuspensionCause.Billing, Sample.Active, Sample.By, Sample.Now);

        lifted.Value.ShouldBeNull();
        (instance.Status, instance.DesiredPower, instance.SuspendedBy).ShouldBe((InstanceStatus.Stopped, DesiredPower.Stopped, null));
    }

    [Fact]
    public void Only_its_own_cause_lifts_a_suspension()
    {
        var tried = 0;
        foreach (var (cause, other) in Causes.SelectMany(c => Causes.Where(o => o != c), (c, o) => (c, o)))
        {
            var instance = Sample.In(InstanceStatus.Running);
            Suspend(instance, cause);

            var refused = instance.Unsuspend(other, Sample.Active, Sample.By, Sample.Now);

            (refused.Error.Kind, refused.Error.Code).ShouldBe((ErrorKind.Conflict, "instance.suspended_otherwise"));
            (instance.Status, instance.SuspendedBy).ShouldBe((InstanceStatus.Suspended, cause));
            tried++;
        }

        tried.ShouldBe(6);
    }

    [Fact]
    public void A_suspension_that_cannot_stop_the_container_stays_one()
    {
        // As `error` the customer could start it again and so lift what others imposed.
        var instance = Sample.In(InstanceStatus.Running);
        instance.Suspend(SuspensionCause.Operator, Sample.By, Sample.Now);

        instance.Fail("runtime_refused", "The container cannot be stopped.", Sample.Now);

        (instance.Status, instance.SuspendedBy, instance.ErrorCode).ShouldBe((InstanceStatus.Suspended, SuspensionCause.Operator, "runtime_refused"));
        instance.Heal(Sample.Now).ShouldNotBeNull();
        instance.Complete(OperationKind.Heal, Sample.Now);
        (instance.Status, instance.ErrorCode, instance.ErrorMessage).ShouldBe((InstanceStatus.Suspended, null, null));
    }

    [Fact]
    public void An_instance_in_error_is_suspended_too_and_resumes_as_it_was_wanted()
    {
        var instance = Sample.In(InstanceStatus.Error);
        var wanted = instance.DesiredPower;
        Suspend(instance, SuspensionCause.Tenant);
        (instance.RanBeforeSuspension, instance.ErrorCode).ShouldBe((wanted == DesiredPower.Running, null));

        var lifted = instance.Unsuspend(SuspensionCause.Tenant, Sample.Active, Sample.By, Sample.Now);
        (lifted.Value is not null, instance.DesiredPower).ShouldBe((wanted == DesiredPower.Running, wanted));
    }

    private static void Suspend(Instance instance, SuspensionCause cause)
    {
        instance.Suspend(cause, Sample.By, Sample.Now).Value.Kind.ShouldBe(OperationKind.Suspend);
        instance.Complete(OperationKind.Suspend, Sample.Now);
        (instance.Status, instance.SuspendedBy, instance.DesiredPower).ShouldBe((InstanceStatus.Suspended, cause, DesiredPower.Stopped));
    }
}
