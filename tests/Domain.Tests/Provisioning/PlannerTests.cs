using FsCheck;
using FsCheck.Fluent;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Tests.Provisioning;

/// <summary>The planner against all that can be wanted and seen. The model throws when a step runs before what it needs.</summary>
public sealed class PlannerTests
{
    private static readonly StepName[] Downwards = Enum.GetValues<StepName>().Where(s => s < StepName.AllocateDatabaseServer).ToArray();

    [Fact]
    public void State_space_of_the_planner_is_not_empty() => States.Observed.Length.ShouldBeGreaterThan(4000);

    [Fact]
    public void Another_limit_of_processes_is_mended_while_it_runs()
    {
        var desired = States.Desired(DesiredPower.Running).First(d => d is { Provisioned: true, Restart: false });
        var well = States.Observed.First(o => Planner.Plan(desired, o).Count == 0);

        Planner.Plan(desired, well with { PidsLimit = 50 }).ShouldBe([StepName.EnsureContainer, StepName.WaitUntilReady]);
    }

    [Theory]
    [InlineData(DesiredPower.Running)]
    [InlineData(DesiredPower.Stopped)]
    [InlineData(DesiredPower.Gone)]
    public void Plan_after_convergence_is_empty(DesiredPower power) => ForEvery(power, (desired, observed) =>
    {
        var world = Converge(desired, observed);

        Planner.Plan(desired with { Provisioned = true, Restart = false }, world.Seen).ShouldBeEmpty(Describe(desired, observed));
    });

    [Fact]
    public void Desired_running_converges_to_a_running_published_instance() => ForEvery(DesiredPower.Running, (desired, observed) =>
        Converge(desired, observed).Seen.ShouldBe(new ObservedState
        {
            ServerAllocated = true,
            RoleExists = true,
            DatabaseExists = true,

            // Once it has served, what is inside the database is the customer's.
            Initialized = observed.Initialized || !desired.Provisioned,
            AddonsInstalled = observed.AddonsInstalled || !desired.Provisioned,
            VolumeExists = true,
            Container = ContainerStatus.Running,
            Fingerprint = desired.Fingerprint,
            Cpus = desired.Cpus,
            MemoryBytes = desired.MemoryBytes,
            OnNetwork = true,
            Answers = true,
            RoutePublished = true,
        }, Describe(desired, observed)));

    [Fact]
    public void Desired_stopped_converges_without_losing_data() => ForEvery(DesiredPower.Stopped, (desired, observed) =>
    {
        var seen = Converge(desired, observed).Seen;

        (seen.RoutePublished, seen.Answers).ShouldBe((false, false));
        seen.Container.ShouldBeOneOf(ContainerStatus.Missing, ContainerStatus.Created, ContainerStatus.Exited, ContainerStatus.Dead);
        (seen.ServerAllocated, seen.RoleExists, seen.DatabaseExists, seen.Initialized, seen.VolumeExists)
            .ShouldBe((observed.ServerAllocated, observed.RoleExists, observed.DatabaseExists, observed.Initialized, observed.VolumeExists));
    });

    [Fact]
    public void Desired_gone_converges_to_nothing_left() => ForEvery(DesiredPower.Gone, (desired, observed) =>
        Converge(desired, observed).Seen.ShouldBe(new ObservedState(), Describe(desired, observed)));

    [Fact]
    public void Half_made_clone_is_dropped_on_termination() =>
        Planner.Plan(States.Desired(DesiredPower.Gone).First(), new ObservedState { ServerAllocated = true })
            .ShouldBe([StepName.DropDatabase, StepName.DropRole, StepName.ReleaseDatabaseServer]);

    [Fact]
    public void Plan_to_running_removes_nothing_and_stops_only_a_container_it_restarts() => ForEvery(DesiredPower.Running, (desired, observed) =>
    {
        var plan = Planner.Plan(desired, observed);

        if (States.IsOutdatedClone(desired, observed))
            return;

        plan.Intersect(Downwards).Except([StepName.StopContainer]).ShouldBeEmpty(Describe(desired, observed));
        if (plan.Contains(StepName.StopContainer))
            (plan.Contains(StepName.StartContainer) && MayStop(desired, observed, plan)).ShouldBeTrue(Describe(desired, observed));
    });

    [Fact]
    public void Existing_database_and_volume_are_never_recreated() => ForEvery(DesiredPower.Running, (desired, observed) =>
    {
        var plan = Planner.Plan(desired, observed);

        plan.Contains(StepName.EnsureDatabase).ShouldBe(!observed.DatabaseExists || States.IsOutdatedClone(desired, observed));
        if (desired.Provisioned && observed is { DatabaseExists: true, VolumeExists: true })
            plan.Contains(StepName.EnsureVolume).ShouldBeFalse(Describe(desired, observed));
        if (observed is { DatabaseExists: true, Initialized: true } && !States.IsOutdatedClone(desired, observed))
            plan.Contains(StepName.PersonaliseDatabase).ShouldBeFalse(Describe(desired, observed));
    });

    [Fact]
    public void Unused_clone_with_other_modules_is_recreated_with_its_volume() => ForEvery(DesiredPower.Running, (desired, observed) =>
    {
        if (!States.IsOutdatedClone(desired, observed))
            return;

        var plan = Planner.Plan(desired, observed);
        plan.ShouldContain(StepName.DropDatabase, Describe(desired, observed));
        plan.Contains(StepName.RemoveVolume).ShouldBe(observed.VolumeExists);
        plan.ShouldContain(StepName.EnsureVolume, Describe(desired, observed));
    });

    [Fact]
    public void Lost_data_shows_as_a_planned_step_that_would_replace_it()
    {
        var lost = 0;
        foreach (var desired in States.Desired(DesiredPower.Running))
        {
            foreach (var observed in States.Observed.Where(o => States.HasLostData(desired, o)))
            {
                Planner.Plan(desired, observed).ShouldContain(s => s == StepName.EnsureDatabase || s == StepName.EnsureVolume);
                lost++;
            }
        }

        lost.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Converged_instance_plans_only_a_requested_restart_or_changed_settings()
    {
        var desired = new DesiredState(DesiredPower.Running, "right", 1.5m, 1L << 30, Provisioned: true);
        var well = Converge(desired, new ObservedState()).Seen;

        Planner.Plan(desired, well).ShouldBeEmpty();
        Planner.Plan(desired with { Restart = true }, well)
            .ShouldBe([StepName.StopContainer, StepName.StartContainer, StepName.WaitUntilReady]);
        Planner.Plan(desired with { MemoryBytes = 1L << 31 }, well).ShouldBe([StepName.EnsureContainer, StepName.WaitUntilReady]);
        Planner.Plan(desired with { Fingerprint = "new" }, well)
            .ShouldBe([StepName.EnsureNetwork, StepName.EnsureContainer, StepName.StartContainer, StepName.WaitUntilReady]);
        Planner.Plan(desired, well with { AddonsInstalled = false, Initialized = false }).ShouldBeEmpty();
        Planner.Plan(desired, well with { OnNetwork = false }).ShouldBe([StepName.EnsureNetwork, StepName.WaitUntilReady]);
    }

    [Theory]
    [InlineData(DesiredPower.Running)]
    [InlineData(DesiredPower.Stopped)]
    [InlineData(DesiredPower.Gone)]
    public void Planned_steps_are_unique_and_ordered(DesiredPower power) => ForEvery(power, (desired, observed) =>
    {
        var plan = Planner.Plan(desired, observed);

        plan.SequenceEqual(plan.Distinct().Order()).ShouldBeTrue(Describe(desired, observed));
        Planner.Plan(desired, observed).SequenceEqual(plan).ShouldBeTrue();
    });

    /// <summary>A crash after any step: the plan made anew from what is there ends in the same place.</summary>
    [Theory]
    [InlineData(DesiredPower.Running)]
    [InlineData(DesiredPower.Stopped)]
    [InlineData(DesiredPower.Gone)]
    public void Plan_interrupted_after_any_step_converges_on_the_next_run(DesiredPower power)
    {
        var cases = from desired in Gen.Elements(States.Desired(power).ToArray())
                    from observed in Gen.Elements(States.Observed)
                    where !States.HasLostData(desired, observed)
                    from crashes in Gen.Choose(0, 12).ListOf(4)
                    select (desired, observed, crashes);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var seen = c.observed;
            foreach (var after in c.crashes)
                seen = Converge(c.desired, seen, after).Seen;
            seen = Converge(c.desired, seen).Seen;
            return Planner.Plan(c.desired with { Provisioned = true, Restart = false }, seen).Count == 0;
        }));
    }

    // Asked for; crashing again and again; or its database is worked on.
    private static bool MayStop(DesiredState desired, ObservedState observed, IReadOnlyList<StepName> plan) =>
        desired.Restart || observed.Container == ContainerStatus.Restarting
        || plan.Contains(StepName.EnsureAddons) || plan.Contains(StepName.PersonaliseDatabase);

    private static World Converge(DesiredState desired, ObservedState observed, int steps = int.MaxValue)
    {
        var world = new World(desired, observed);
        foreach (var step in Planner.Plan(desired, observed).Take(steps))
        {
            try
            {
                world.Run(step);
            }
            catch (InvalidOperationException e)
            {
                throw new ShouldAssertException($"{step}: {e.Message} {Describe(desired, observed)}", e);
            }
        }

        return world;
    }

    private static void ForEvery(DesiredPower power, Action<DesiredState, ObservedState> check)
    {
        foreach (var desired in States.Desired(power))
        {
            foreach (var observed in States.Observed.Where(o => !States.HasLostData(desired, o)))
                check(desired, observed);
        }
    }

    private static string Describe(DesiredState desired, ObservedState observed) =>
        $"{desired} {observed} plan: {string.Join(", ", Planner.Plan(desired, observed))}";
}
