using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Domain.Tests.Instances;

public sealed class InstanceChangeTests
{
    private static readonly InstanceSettings Renamed = Sample.Checked(Sample.Input with
    {
        Name = "Renamed",
        Description = null,
        InstanceType = InstanceType.Production,
    });

    public static TheoryData<string, InstanceSettingsInput> ForTheContainer => new()
    {
        { "cpu", Sample.Input with { CpuLimit = 2m } },
        { "memory", Sample.Input with { MemoryLimit = "2G" } },
        { "variable added", Sample.Input with { EnvironmentVars = new Dictionary<string, string?> { ["A"] = "1", ["B"] = "1" } } },
        { "variable changed", Sample.Input with { EnvironmentVars = new Dictionary<string, string?> { ["A"] = "2" } } },
        { "variable renamed", Sample.Input with { EnvironmentVars = new Dictionary<string, string?> { ["B"] = "1" } } },
    };

    [Theory]
    [MemberData(nameof(ForTheContainer))]
    public void Container_settings_are_applied_by_an_update_operation(string what, InstanceSettingsInput input)
    {
        var instance = Sample.In(InstanceStatus.Running);

        var operation = instance.Change(Sample.Checked(input), Sample.By, Sample.Now);

        operation.Value.ShouldNotBeNull(what).Kind.ShouldBe(OperationKind.Update);
        instance.Status.ShouldBe(InstanceStatus.Updating);
        instance.Events.Select(EventNames.Of).ShouldBe(["instance.changed"]);
    }

    [Theory]
    [InlineData(InstanceStatus.Running)]
    [InlineData(InstanceStatus.Stopped)]
    [InlineData(InstanceStatus.Suspended)]
    [InlineData(InstanceStatus.Error)]
    public void Idle_instance_can_be_changed_and_keeps_its_status(InstanceStatus status)
    {
        var instance = Sample.In(status);

        instance.Change(Renamed, Sample.By, Sample.Now).Value.ShouldBeNull();

        (instance.Name, instance.Description, instance.InstanceType, instance.Status).ShouldBe(("Renamed", null, InstanceType.Production, status));
    }

    [Theory]
    [InlineData(InstanceStatus.Stopped)]
    [InlineData(InstanceStatus.Suspended)]
    [InlineData(InstanceStatus.Error)]
    public void Stopped_instance_takes_new_limits_without_an_operation(InstanceStatus status)
    {
        var instance = Sample.In(status);

        instance.Change(Sample.Larger, Sample.By, Sample.Now).Value.ShouldBeNull();

        (instance.Status, instance.MemoryLimit.Text).ShouldBe((status, "2G"));
    }

    [Theory]
    [InlineData(InstanceStatus.Creating)]
    [InlineData(InstanceStatus.Starting)]
    [InlineData(InstanceStatus.Stopping)]
    [InlineData(InstanceStatus.Restarting)]
    [InlineData(InstanceStatus.Updating)]
    [InlineData(InstanceStatus.Maintenance)]
    [InlineData(InstanceStatus.Terminating)]
    [InlineData(InstanceStatus.Terminated)]
    public void Instance_in_transition_or_terminated_cannot_be_changed(InstanceStatus status)
    {
        var instance = Sample.In(status);

        var refused = instance.Change(Renamed, Sample.By, Sample.Now);

        refused.Error.Code.ShouldBe("instance.action_not_allowed");
        refused.Error.Details["current_status"].ShouldBe(status.ToString().ToLowerInvariant());
        instance.Name.ShouldBe("Shop");
        instance.Events.ShouldBeEmpty();
    }

    [Fact]
    public void Modules_are_settled_once_they_are_installed()
    {
        var other = Sample.Checked(Sample.Input with { CustomAddons = ["sale", "purchase"] });

        var running = Sample.In(InstanceStatus.Running);
        running.Change(other, Sample.By, Sample.Now).Error.Code.ShouldBe("instance.modules_fixed");
        running.CustomAddons.ShouldBe(["sale"]);

        // Named wrongly, they are why it failed: they may be mended and tried again.
        var failed = Sample.In(InstanceStatus.Error);
        failed.Change(other, Sample.By, Sample.Now).Value.ShouldBeNull();
        failed.CustomAddons.ShouldBe(["sale", "purchase"]);
    }

    [Fact]
    public void The_order_of_modules_changes_nothing()
    {
        var failed = Sample.In(InstanceStatus.Error);
        failed.Change(Sample.Checked(Sample.Input with { CustomAddons = ["sale", "purchase"] }), Sample.By, Sample.Now);
        failed.Retry(Sample.Active, Sample.By, Sample.Now);
        failed.Complete(OperationKind.Retry, Sample.Now);

        failed.Change(Sample.Checked(Sample.Input with { CustomAddons = ["purchase", "sale"] }), Sample.By, Sample.Now)
            .Value.ShouldBeNull();
    }
}
