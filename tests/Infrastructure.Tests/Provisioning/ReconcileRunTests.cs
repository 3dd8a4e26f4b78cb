using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

/// <summary>How a run goes on, what it leaves alone, and when it gives up. That it finds and repairs real damage is in <see cref="RealReconcileTests"/>.</summary>
public sealed class ReconcileRunTests : OperationHostTest
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Instance_with_an_operation_under_way_is_left_out_and_counted()
    {
        var (broken, busy) = (await Host.ProvisionAsync(), await Host.ProvisionAsync());
        Host.Runtime.Workloads.Clear();
        await Host.ActAsync(busy, (i, _) => i.Heal(Host.Clock.Now)!);
        await Host.SendCodesAsync();

        var run = await Host.StartReconcileAsync(dryRun: true);
        var ended = await Host.CarryOnAsync(run);

        (ended.Looked, ended.Busy, ended.Found, ended.Pending).ShouldBe((1, 1, 1, 0));
        (await Host.FindingsAsync(run)).Single().InstanceId.ShouldBe(broken);
        (await Host.ReadAsync(db => db.Operations.CountAsync(o => o.InstanceId == broken))).ShouldBe(1);
    }

    [Fact]
    public async Task A_second_run_is_refused_until_the_first_has_ended()
    {
        await Host.SettledAsync();
        await Host.SendCodesAsync();
        var first = await Host.StartReconcileAsync(dryRun: false);

        (await Host.SendAsync(new StartReconcile(DryRun: true))).Error.ShouldBe(ReconcileErrors.Running);

        (await Host.CarryOnAsync(first)).Status.ShouldBe(ReconcileStatus.Completed);
        (await Host.SendAsync(new StartReconcile(DryRun: true))).IsFailure.ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_waits_for_an_engine_that_is_away_and_fails_after_an_hour()
    {
        await Host.ProvisionAsync();
        await Host.SendCodesAsync();
        var run = await Host.StartReconcileAsync(dryRun: true);
        Host.Runtime.Before = (_, _) => throw new DependencyUnavailableException("The container engine");

        var waiting = await Host.CarryOnAsync(run);
        (waiting.Status, waiting.ErrorMessage).ShouldBe((ReconcileStatus.Running, "The container engine does not answer."));

        Host.Advance(ReconcileRun.Patience);
        (await Host.CarryOnAsync(run)).Status.ShouldBe(ReconcileStatus.Failed);
        (await Host.InScopeAsync<ReconcileRunner, ReconcileRunId?>(r => r.ActiveAsync(None))).ShouldBeNull();
    }

    [Fact]
    public async Task A_run_that_was_broken_off_goes_on_and_finds_nothing_twice()
    {
        var id = await Host.ProvisionAsync();
        Host.Runtime.Workloads.Clear();
        Host.Runtime.ShowVolume("stray", WorkloadSpecs.LabelsOf(NewId.Of<InstanceId>(Host.Clock.Now).Value), Host.Clock.Now);
        Host.Advance(TimeSpan.FromDays(1));
        await Host.SendCodesAsync();
        var run = await Host.StartReconcileAsync(dryRun: false);
        Host.Runtime.Before = (verb, _) => verb == "ListVolumes" ? throw new InvalidOperationException("broken off") : Task.CompletedTask;
        await Should.ThrowAsync<InvalidOperationException>(() => Host.CarryOnAsync(run));

        Host.Runtime.Recover();
        var ended = await Host.CarryOnAsync(run);

        (ended.Status, ended.Found, ended.Pending).ShouldBe((ReconcileStatus.Completed, 2, 1));
        (await Host.FindingsAsync(run)).Select(f => (f.Kind, f.InstanceId == id, f.Outcome, f.Reason)).ShouldBe(
            [(FindingKind.Instance, true, FindingOutcome.Healing, null), (FindingKind.Volume, false, FindingOutcome.Left, "owner_unknown")], ignoreOrder: true);
        Host.Runtime.Volumes.Keys.ShouldContain("stray");
        await Host.RunNextAsync();
        (await Host.RunOfAsync(run)).Pending.ShouldBe(0);
    }

    [Fact]
    public async Task Missing_data_are_told_and_nothing_is_put_in_their_place()
    {
        var id = await Host.ProvisionAsync();
        var volume = (await Host.InstanceAsync(id)).Allocation.Volume;
        Host.Runtime.Volumes.TryRemove(volume, out _).ShouldBeTrue();
        await Host.SendCodesAsync();

        var found = (await Host.ReconcileAsync(dryRun: false)).Single();

        (found.Outcome, found.Reason, found.OperationId).ShouldBe((FindingOutcome.Left, "data_missing", null));
        found.Lines.ShouldBe([new(DriftAspect.Volume, volume, Observed: null, Drifted: true)]);
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
        Host.Runtime.Volumes.Keys.ShouldNotContain(volume);
    }

    [Fact]
    public async Task A_server_that_is_away_makes_its_instances_unknown_and_holds_up_no_others()
    {
        var id = await Host.ProvisionAsync();
        await Host.SendCodesAsync();
        Host.Runtime.Reach = (_, _) => throw new DependencyUnavailableException("The database server");

        var found = await Host.ReconcileAsync(dryRun: false);

        found.Select(f => (f.Kind, f.Name, f.Outcome)).ShouldBe(
            [(FindingKind.Instance, InstanceAllocation.WorkloadOf(id), FindingOutcome.Unknown), (FindingKind.DatabaseServer, "main", FindingOutcome.Unknown)], ignoreOrder: true);
    }

    [Fact]
    public async Task What_bears_the_name_of_a_terminated_instance_is_removed_and_of_a_live_one_left()
    {
        var (live, terminated) = (await Host.ProvisionAsync(), await Host.ProvisionAsync());
        await Host.SendAsync(new TerminateInstance(terminated));
        await Host.RunNextAsync();
        var (old, role) = (InstanceAllocation.DatabaseOf(live, 7), InstanceAllocation.RoleOf(terminated));
        (Host.Runtime.Databases[old], Host.Runtime.Databases[role], Host.Runtime.Roles[role]) = (true, true, "password");
        await Host.SendCodesAsync();

        var found = await Host.ReconcileAsync(dryRun: false);

        found.Select(f => (f.Kind, f.Name, f.Outcome, f.Reason)).ShouldBe(
            [
                (FindingKind.Database, old, FindingOutcome.Left, "not_in_use"), (FindingKind.Database, role, FindingOutcome.Removed, null),
                (FindingKind.Role, role, FindingOutcome.Removed, null),
            ],
            ignoreOrder: true);
        Host.Runtime.Databases.Keys.ShouldBe([InstanceAllocation.DatabaseOf(live, 0), old], ignoreOrder: true);
        Host.Runtime.Roles.Keys.ShouldBe([InstanceAllocation.RoleOf(live)]);
    }

    /// <summary>The platform's database was restored from a backup: it does not know that the instance was brought back since.</summary>
    [Fact]
    public async Task Data_that_are_newer_than_what_is_known_of_their_instance_are_left_and_so_is_the_role_that_owns_them()
    {
        var id = await Host.ProvisionAsync();
        await Host.SendAsync(new TerminateInstance(id));
        await Host.RunNextAsync();
        var (volume, database, role) = (InstanceAllocation.VolumeOf(id, 1), InstanceAllocation.DatabaseOf(id, 1), InstanceAllocation.RoleOf(id));
        Host.Runtime.ShowVolume(volume, WorkloadSpecs.LabelsOf(id.Value), Host.Clock.Now);
        (Host.Runtime.Databases[database], Host.Runtime.Roles[role]) = (true, "password");
        Host.Advance(TimeSpan.FromDays(1));
        await Host.SendCodesAsync();

        var found = await Host.ReconcileAsync(dryRun: false);

        found.Select(f => (f.Kind, f.Outcome, f.Reason)).ShouldBe(
            [
                (FindingKind.Volume, FindingOutcome.Left, "newer_than_known"), (FindingKind.Database, FindingOutcome.Left, "newer_than_known"),
                (FindingKind.Role, FindingOutcome.Left, "role_in_use"),
            ],
            ignoreOrder: true);
        (Host.Runtime.Volumes.ContainsKey(volume), Host.Runtime.Databases.ContainsKey(database), Host.Runtime.Roles.ContainsKey(role)).ShouldBe((true, true, true));
    }

    [Fact]
    public async Task Container_that_cannot_be_removed_keeps_no_instance_from_being_healed()
    {
        var (id, gone) = (await Host.ProvisionAsync(), await Host.ProvisionAsync());
        await Host.SendAsync(new TerminateInstance(gone));
        await Host.RunNextAsync();
        Host.Runtime.Show("stray", ContainerStatus.Exited, WorkloadSpecs.LabelsOf(gone.Value), Host.Clock.Now);
        Host.Runtime.Workloads.TryRemove(InstanceAllocation.WorkloadOf(id), out _).ShouldBeTrue();
        Host.Advance(TimeSpan.FromDays(1));
        await Host.SendCodesAsync();
        Host.Runtime.Before = (verb, _) => verb == "Remove" ? throw new InvalidOperationException("Device or resource busy.") : Task.CompletedTask;

        var found = await Host.ReconcileAsync(dryRun: false);

        found.Select(f => (f.Kind, f.Outcome, f.Reason)).ShouldBe(
            [(FindingKind.Container, FindingOutcome.Left, "failed"), (FindingKind.Instance, FindingOutcome.Healing, null)], ignoreOrder: true);
    }
}
