using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Tests.Provisioning;

/// <summary>Plans around an instance's data, against all that can be wanted and seen, and interrupted after every step.</summary>
public sealed class DataPlannerTests
{
    [Fact]
    public void Backup_touches_nothing_and_is_made_once() => ForEvery(DataGoal.BackUp, (_, observed, plan) =>
        plan.ShouldBe(observed.BackupTaken ? [] : [StepName.CreateBackup]));

    [Fact]
    public void Restore_ends_with_the_loaded_data_in_use_and_the_former_ones_gone() => ForEvery(DataGoal.Replace, (desired, observed, _) =>
    {
        var seen = Run(DataGoal.Replace, desired, observed);

        (seen.HasSpare, seen.Switched, seen.SpareLoaded).ShouldBe((false, false, false));
        (seen.Answers, seen.RoutePublished).ShouldBe((desired.Power == DesiredPower.Running, desired.Power == DesiredPower.Running));
        if (observed is { DatabaseExists: true, Switched: false })
            seen.BackupTaken.ShouldBeTrue();
    });

    [Fact]
    public void Odoo_is_not_stopped_before_the_archive_has_been_loaded() => ForEvery(DataGoal.Replace, (_, observed, plan) =>
    {
        if (observed.Switched)
            return;

        var order = plan.ToList();
        var first = order.FindIndex(s => s is StepName.WithdrawRoute or StepName.StopContainer or StepName.SwitchData);
        order.FindLastIndex(s => s is StepName.LoadDatabase or StepName.LoadFiles).ShouldBeLessThan(first);
        order.IndexOf(StepName.CreateBackup).ShouldBeLessThan(order.IndexOf(StepName.SwitchData));
    });

    [Fact]
    public void Restore_interrupted_after_any_step_ends_in_the_same_place() => ForEvery(DataGoal.Replace, (desired, observed, plan) =>
    {
        for (var steps = 0; steps < plan.Count; steps++)
        {
            var interrupted = Run(DataGoal.Replace, desired, observed, steps);
            Run(DataGoal.Replace, desired, interrupted).ShouldBe(Run(DataGoal.Replace, desired, observed));
        }
    });

    [Fact]
    public void Restore_given_up_after_any_step_puts_back_what_was_there() => ForEvery(DataGoal.Replace, (desired, observed, plan) =>
    {
        for (var steps = 0; steps < plan.Count && !observed.Switched; steps++)
        {
            var seen = Run(DataGoal.PutBack, desired, Run(DataGoal.Replace, desired, observed, steps));
            (seen.HasSpare, seen.Switched, seen.SpareLoaded).ShouldBe((false, false, false));
            seen.Answers.ShouldBe(desired.Power == DesiredPower.Running);
        }
    });

    [Theory]
    [InlineData(DataSource.Copy)]
    [InlineData(DataSource.Archive)]
    public void Instance_that_begins_as_an_archive_is_loaded_before_its_first_start(DataSource source)
    {
        var desired = new DesiredState(DesiredPower.Running, "right", 1.5m, 1L << 30, Provisioned: false, Source: source);

        var plan = Planner.Plan(desired, new ObservedState());

        plan.ShouldBe([
            StepName.AllocateDatabaseServer, StepName.EnsureRole, StepName.LoadDatabase, StepName.LoadFiles,
            .. source == DataSource.Copy ? [StepName.MakeCopy] : Array.Empty<StepName>(),
            StepName.EnsureNetwork, StepName.EnsureContainer, StepName.StartContainer, StepName.WaitUntilReady, StepName.PublishRoute]);
        for (var steps = 0; steps <= plan.Count; steps++)
        {
            var seen = Run(DataGoal.Keep, desired, Run(DataGoal.Keep, desired, new ObservedState(), steps));
            Planner.Plan(desired with { Provisioned = true }, seen).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Termination_makes_its_last_backup_once_and_before_anything_is_removed()
    {
        var desired = new DesiredState(DesiredPower.Gone, "right", 1.5m, 1L << 30, Provisioned: true, FinalBackup: true);
        var running = Run(DataGoal.Keep, desired with { Power = DesiredPower.Running, Provisioned = false }, new ObservedState());

        var plan = Planner.Plan(desired, running with { HasSpare = true });
        plan.ShouldBe([
            StepName.WithdrawRoute, StepName.StopContainer, StepName.CreateBackup, StepName.RemoveContainer, StepName.RemoveVolume,
            StepName.DropDatabase, StepName.DiscardData, StepName.DropRole, StepName.ReleaseDatabaseServer]);
        Planner.Plan(desired, running with { BackupTaken = true }).ShouldNotContain(StepName.CreateBackup);
        Planner.Plan(desired with { FinalBackup = false }, running).ShouldNotContain(StepName.CreateBackup);
    }

    // Provisioned instances only: no others have data of their own. Each of the data's own states that an operation can meet.
    private static void ForEvery(DataGoal goal, Action<DesiredState, ObservedState, IReadOnlyList<StepName>> check)
    {
        var count = 0;
        foreach (var power in (DesiredPower[])[DesiredPower.Running, DesiredPower.Stopped])
        {
            foreach (var desired in States.Desired(power).Where(d => d is { Provisioned: true, Restart: false }))
            {
                foreach (var observed in Observed())
                {
                    check(desired, observed, DataPlanner.Plan(goal, desired, observed));
                    count++;
                }
            }
        }

        count.ShouldBeGreaterThan(200);
    }

    private static IEnumerable<ObservedState> Observed() =>
        from seen in States.Observed
        where seen is { ServerAllocated: true, RoleExists: true, DatabaseExists: true, VolumeExists: true, Initialized: true, AddonsInstalled: true }
            && seen is { Cpus: 0 or 1.5m, MemoryBytes: 0 or 1L << 30, Fingerprint: null or "right" }
        from data in (ObservedState[])
        [
            seen,
            seen with { HasSpare = true },
            seen with { HasSpare = true, SpareLoaded = true },
            seen with { HasSpare = true, SpareLoaded = true, BackupTaken = true },
            seen with { HasSpare = true, Switched = true, BackupTaken = true },
        ]
        select data;

    private static ObservedState Run(DataGoal goal, DesiredState desired, ObservedState observed, int steps = int.MaxValue)
    {
        var world = new World(desired, observed, goal);
        foreach (var step in DataPlanner.Plan(goal, desired, observed).Take(steps))
            world.Run(step);
        return world.Seen;
    }
}
