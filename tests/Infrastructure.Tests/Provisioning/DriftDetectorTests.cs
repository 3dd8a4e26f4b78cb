using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

/// <summary>What the monitor sees, what it records, and when it asks for healing.</summary>
public sealed class DriftDetectorTests : OperationHostTest
{
    private static readonly TenantStanding Active = new(IsActive: true);

    [Fact]
    public async Task Healthy_instance_is_recorded_and_not_healed()
    {
        var id = await Host.ProvisionAsync();
        Host.Advance(TimeSpan.FromMinutes(5));

        await DetectAsync();

        (await ActiveAsync(id)).ShouldBeNull();
        await SeenAsync(id, ContainerStatus.Running, InstanceHealth.Healthy);
        (await Host.InstanceAsync(id)).Observation.LastHealthCheck.ShouldBe(Host.Clock.Now);
    }

    [Theory]
    [InlineData(ContainerStatus.Exited)]
    [InlineData(ContainerStatus.Restarting)]
    [InlineData(ContainerStatus.Paused)]
    [InlineData(ContainerStatus.Created)]
    [InlineData(ContainerStatus.Dead)]
    public async Task Stopped_container_of_a_running_instance_is_healed(ContainerStatus status)
    {
        var id = await Host.ProvisionAsync();
        Host.Runtime.Change(await WorkloadAsync(id), w => w with { State = status });

        await DetectAsync();

        await SeenAsync(id, status, InstanceHealth.Unknown);
        await HealsAsync(id);
        Host.Runtime.Workloads[await WorkloadAsync(id)].State.ShouldBe(ContainerStatus.Running);
    }

    [Fact]
    public async Task Missing_container_is_recreated()
    {
        var id = await Host.ProvisionAsync();
        Host.Runtime.Workloads.Clear();

        await DetectAsync();

        await SeenAsync(id, ContainerStatus.Missing, InstanceHealth.Unknown);
        await HealsAsync(id);
        Host.Runtime.Workloads[await WorkloadAsync(id)].State.ShouldBe(ContainerStatus.Running);
    }

    [Fact]
    public async Task Container_off_its_network_is_reconnected()
    {
        var id = await Host.ProvisionAsync();
        Host.Runtime.Change(await WorkloadAsync(id), w => w with { OnNetwork = false });

        await DetectAsync();

        await HealsAsync(id);
        Host.Runtime.Workloads[await WorkloadAsync(id)].OnNetwork.ShouldBeTrue();
    }

    [Fact]
    public async Task Instance_that_does_not_answer_is_unhealthy_but_not_restarted()
    {
        var id = await Host.ProvisionAsync();
        Host.Runtime.Answers = false;

        await DetectAsync();

        await SeenAsync(id, ContainerStatus.Running, InstanceHealth.Unhealthy);
        (await ActiveAsync(id)).ShouldBeNull();
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task Role_that_was_shut_out_of_its_database_is_unhealthy_and_healed()
    {
        var id = await Host.ProvisionAsync();
        Host.Runtime.ShutOut[Host.Runtime.Roles.Keys.Single()] = true;

        await DetectAsync();

        await SeenAsync(id, ContainerStatus.Running, InstanceHealth.Unhealthy);
        await HealsAsync(id);
        Host.Runtime.ShutOut.ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_password_is_healed_when_Odoo_does_not_answer()
    {
        var id = await Host.ProvisionAsync();
        var (role, password) = Host.Runtime.Roles.Single();
        Host.Runtime.Roles[role] = "another";
        Host.Runtime.Answers = false;

        await DetectAsync();
        Host.Runtime.Answers = true;

        await HealsAsync(id);
        Host.Runtime.Roles[role].ShouldBe(password);
    }

    [Fact]
    public async Task Frozen_instance_is_restarted_once_after_the_configured_time()
    {
        var id = await Host.ProvisionAsync();
        Host.Runtime.Answers = false;
        await DetectAsync();
        Host.Advance(new ProvisioningOptions().UnhealthyAfter - TimeSpan.FromSeconds(1));
        await DetectAsync();
        (await ActiveAsync(id)).ShouldBeNull();

        Host.Advance(TimeSpan.FromSeconds(1));
        await DetectAsync();

        // The world answers again once its process is a new one.
        Host.Runtime.Before = (verb, _) =>
        {
            Host.Runtime.Answers |= verb == "Start";
            return Task.CompletedTask;
        };
        Host.Runtime.Calls.Clear();
        await HealsAsync(id);
        Host.Runtime.Calls.Where(c => c is "Stop" or "Start").ShouldBe(["Stop", "Start"]);
        await SeenAsync(id, ContainerStatus.Running, InstanceHealth.Healthy);
        (await Host.InstanceAsync(id)).Observation.UnhealthySince.ShouldBeNull();
    }

    [Fact]
    public async Task Running_container_of_a_stopped_instance_is_stopped_again()
    {
        var id = await Host.ProvisionAsync();
        await Host.ActAsync(id, (i, by) => i.Stop(Active, by, Host.Clock.Now).Value);
        await Host.RunNextAsync();
        Host.Runtime.Change(await WorkloadAsync(id), w => w with { State = ContainerStatus.Running });

        await DetectAsync();

        await HealsAsync(id, InstanceStatus.Stopped);
        Host.Runtime.Workloads[await WorkloadAsync(id)].State.ShouldBe(ContainerStatus.Exited);
    }

    [Fact]
    public async Task Failed_instance_that_answers_is_running_again()
    {
        var id = await Host.ProvisionAsync();
        await Host.ExecuteAsync("update instances set status = 'error', error_code = 'odoo_not_ready', error_message = 'Slow.'");

        await DetectAsync();

        await HealsAsync(id);
        (await Host.InstanceAsync(id)).ErrorCode.ShouldBeNull();
    }

    [Fact]
    public async Task Drift_of_an_instance_with_an_active_operation_is_left_to_its_worker()
    {
        var id = await Host.ProvisionAsync();
        var before = (await Host.InstanceAsync(id)).Observation.LastHealthCheck;
        Host.Runtime.Workloads.Clear();
        var restart = await Host.ActAsync(id, (i, by) => i.Restart(Active, by, Host.Clock.Now).Value);
        Host.Advance(TimeSpan.FromSeconds(30));

        await DetectAsync();

        (await ActiveAsync(id)).ShouldBe(restart);
        (await Host.InstanceAsync(id)).Observation.LastHealthCheck.ShouldBe(before);
    }

    [Fact]
    public async Task Concurrent_drift_detection_queues_one_heal_operation()
    {
        var id = await Host.ProvisionAsync();
        Host.Runtime.Workloads.Clear();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(DetectAsync)));
        await DetectAsync();

        (await Host.ReadAsync(db => db.Operations.CountAsync(o => o.InstanceId == id && o.Kind == OperationKind.Heal))).ShouldBe(1);
    }

    [Fact]
    public async Task Concurrent_customer_action_does_not_block_healing_of_other_instances()
    {
        var (one, another) = (await Host.ProvisionAsync(), await Host.ProvisionAsync());
        var lost = await WorkloadAsync(one);
        var answering = await WorkloadAsync(another);
        Host.Runtime.Workloads.TryRemove(lost, out _).ShouldBeTrue();
        Host.Runtime.Change(answering, w => w with { OnNetwork = false });
        OperationId? stop = null;
        Host.Runtime.Before = async (verb, _) =>
        {
            // Between looking and saving.
            if (verb == "Answers" && stop is null)
                stop = await Host.ActAsync(one, (i, by) => i.Stop(Active, by, Host.Clock.Now).Value);
        };

        await DetectAsync();

        (await ActiveAsync(one)).ShouldBe(stop.ShouldNotBeNull());
        (await ActiveAsync(another)).ShouldNotBeNull();
        await SeenAsync(one, ContainerStatus.Missing, InstanceHealth.Unknown);
    }

    [Fact]
    public async Task Drift_of_a_single_instance_can_be_detected()
    {
        var (one, another) = (await Host.ProvisionAsync(), await Host.ProvisionAsync());
        Host.Runtime.Workloads.Clear();

        await Host.InScopeAsync<DriftDetector>(r => r.DetectAsync(one, CancellationToken.None));

        (await ActiveAsync(one)).ShouldNotBeNull();
        (await ActiveAsync(another)).ShouldBeNull();
    }

    [Fact]
    public async Task Terminated_instance_is_never_drift()
    {
        var id = await Host.ProvisionAsync();
        await Host.SendAsync(new Application.Instances.TerminateInstance(id));
        await Host.RunNextAsync();

        await DetectAsync();

        (await ActiveAsync(id)).ShouldBeNull();
        Host.Runtime.Workloads.ShouldBeEmpty();
    }

    private Task DetectAsync() => Host.InScopeAsync<DriftDetector>(r => r.DetectAsync(only: null, CancellationToken.None));

    private async Task<string> WorkloadAsync(InstanceId id) => (await Host.InstanceAsync(id)).Allocation.Workload;

    private Task<OperationId?> ActiveAsync(InstanceId id) => Host.ReadAsync(db => db.Operations
        .Where(o => o.InstanceId == id && (o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running))
        .Select(o => (OperationId?)o.Id)
        .SingleOrDefaultAsync());

    private async Task SeenAsync(InstanceId id, ContainerStatus status, InstanceHealth health)
    {
        var seen = (await Host.InstanceAsync(id)).Observation;
        (seen.ContainerStatus, seen.Health).ShouldBe((status, health));
    }

    private async Task HealsAsync(InstanceId id, InstanceStatus status = InstanceStatus.Running)
    {
        var active = (await ActiveAsync(id)).ShouldNotBeNull();
        await Host.RunNextAsync();
        var healing = await Host.OperationAsync(active);
        (healing.Kind, healing.Status, healing.RequestedBy).ShouldBe((OperationKind.Heal, OperationStatus.Succeeded, null));
        (await Host.InstanceAsync(id)).Status.ShouldBe(status);
    }
}
