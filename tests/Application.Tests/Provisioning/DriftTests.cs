using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Tests.Provisioning;

/// <summary>Every combination of what can be seen, against the rule said once more and by status.</summary>
public sealed class DriftTests
{
    private static readonly ContainerStatus[] Up = [ContainerStatus.Running, ContainerStatus.Restarting, ContainerStatus.Paused];
    private static readonly bool[] Both = [false, true];

    [Fact]
    public void Running_instance_drifts_when_its_container_is_down_or_off_the_network() => ForEvery(
        InstanceStatus.Running, (_, container, network, _) => container != ContainerStatus.Running || !network);

    [Theory]
    [InlineData(InstanceStatus.Stopped)]
    [InlineData(InstanceStatus.Suspended)]
    public void Stopped_instance_drifts_when_its_container_is_up(InstanceStatus status) =>
        ForEvery(status, (_, container, _, _) => Up.Contains(container));

    [Fact]
    public void Failed_instance_is_healed_only_when_it_serves_and_should_run() =>
        ForEvery(InstanceStatus.Error, (desired, container, network, answers) =>
            desired == DesiredPower.Running && container == ContainerStatus.Running && network && answers);

    [Theory]
    [InlineData(InstanceStatus.Creating)]
    [InlineData(InstanceStatus.Starting)]
    [InlineData(InstanceStatus.Stopping)]
    [InlineData(InstanceStatus.Restarting)]
    [InlineData(InstanceStatus.Updating)]
    [InlineData(InstanceStatus.Maintenance)]
    [InlineData(InstanceStatus.Terminating)]
    [InlineData(InstanceStatus.Terminated)]
    public void Instance_in_transition_or_terminated_is_never_drift(InstanceStatus status) => ForEvery(status, (_, _, _, _) => false);

    private static void ForEvery(InstanceStatus status, Func<DesiredPower, ContainerStatus, bool, bool, bool> expected)
    {
        var tried = 0;
        foreach (var (desired, container, network, answers) in
            from desired in Enum.GetValues<DesiredPower>()
            from container in Enum.GetValues<ContainerStatus>()
            from network in Both
            from answers in Both
            select (desired, container, network, answers))
        {
            Drift.NeedsHealing(status, desired, container, network, answers)
                .ShouldBe(expected(desired, container, network, answers), $"{status} {desired} {container} {network} {answers}");
            tried++;
        }

        tried.ShouldBe(96);
    }
}
