using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Domain.Provisioning;

/// <summary>
/// Says which steps are missing between what is wanted and what is there. Provisioning, start, stop, resize, heal, retry after a crash
/// and the drift report are all this one function; running its steps and asking again answers an empty list.
/// </summary>
public static class Planner
{
    public static IReadOnlyList<StepName> Plan(DesiredState desired, ObservedState observed) => desired.Power switch
    {
        DesiredPower.Running => Up(desired, observed).Order().ToList(),
        DesiredPower.Stopped => Down(observed, observed.PortReserved).ToList(),
        DesiredPower.Gone => Away(desired, observed).ToList(),
        _ => throw new ArgumentOutOfRangeException(nameof(desired), desired.Power, "Unknown power."),
    };

    /// <summary>
    /// Whether the plan would put a fresh clone in the place of a customer's data: of an instance that has run, and whose database or files are
    /// not there. It would look like success, so nobody runs it (<c>data_missing</c>).
    /// </summary>
    public static bool ReplacesData(DesiredState desired, IReadOnlyList<StepName> plan) =>
        desired.Provisioned && plan.Any(s => s is StepName.EnsureDatabase or StepName.EnsureVolume);

    private static HashSet<StepName> Up(DesiredState desired, ObservedState observed)
    {
        if (IsOutdatedClone(desired, observed))
            return [.. Discard(observed), .. Up(desired, new ObservedState { ServerAllocated = true, RoleExists = observed.RoleExists })];

        var steps = new HashSet<StepName>();
        if (!observed.ServerAllocated)
            steps.Add(StepName.AllocateDatabaseServer);
        if (!observed.RoleExists)
            steps.Add(StepName.EnsureRole);
        if (IsLoaded(desired))
            PrepareLoaded(steps, desired, observed);
        else
            PrepareCloned(steps, desired, observed);

        PrepareContainer(steps, desired, observed);

        if (steps.Count > 0 || !observed.Answers)
            steps.Add(StepName.WaitUntilReady);
        if (!observed.RoutePublished)
            steps.Add(StepName.PublishRoute);

        return steps;
    }

    private static void PrepareCloned(HashSet<StepName> steps, DesiredState desired, ObservedState observed)
    {
        PrepareDatabase(steps, desired, observed);

        // Whether a volume was filled to the end cannot be seen from outside; the step knows, so it runs until the instance has served.
        if (!observed.VolumeExists || !observed.DatabaseExists || !(desired.Provisioned || observed.VolumeFilled))
            steps.UnionWith([StepName.EnsureTemplate, StepName.EnsureVolume]);
    }

    // That a copy has an identity of its own cannot be seen from outside either.
    private static void PrepareLoaded(HashSet<StepName> steps, DesiredState desired, ObservedState observed)
    {
        if (!observed.Loaded)
            steps.UnionWith([StepName.LoadDatabase, StepName.LoadFiles]);
        if (desired.Source == DataSource.Copy)
            steps.Add(StepName.MakeCopy);
    }

    private static void PrepareDatabase(HashSet<StepName> steps, DesiredState desired, ObservedState observed)
    {
        if (!observed.DatabaseExists)
            steps.UnionWith([StepName.EnsureTemplate, StepName.EnsureRole, StepName.EnsureDatabase]);

        // Once it has served, what is inside the database is the customer's: a removed module or parameter is no drift.
        if (desired.Provisioned)
            return;

        if (!observed.DatabaseExists || !observed.Initialized)
            steps.Add(StepName.PersonaliseDatabase);
        if (!observed.DatabaseExists)
            steps.Add(StepName.EnsureAddons);
    }

    private static void PrepareContainer(HashSet<StepName> steps, DesiredState desired, ObservedState observed)
    {
        var container = observed.Container;
        var replaced = container is ContainerStatus.Missing or ContainerStatus.Created || observed.Fingerprint != desired.Fingerprint;

        if (replaced || (observed.Cpus, observed.MemoryBytes, observed.PidsLimit) != (desired.Cpus, desired.MemoryBytes, DesiredState.PidsLimit))
            steps.Add(StepName.EnsureContainer);
        if (replaced || !observed.OnNetwork)
            steps.Add(StepName.EnsureNetwork);

        // Modules are installed into a database that nobody else writes to, and one that is not the customer's own is not served. What
        // goes up and down gets one clean start: its cause may be gone (a database server that was away), its count of crashes is not.
        if (IsUp(container) && (desired.Restart || container == ContainerStatus.Restarting || steps.Overlaps(WithoutOdoo)))
            steps.UnionWith([StepName.StopContainer, StepName.StartContainer]);
        if (replaced || !IsUp(container) || container == ContainerStatus.Paused)
            steps.Add(StepName.StartContainer);
    }

    /// <param name="freesPort">What is stopped for good gives its port back.</param>
    private static IEnumerable<StepName> Down(ObservedState observed, bool freesPort = false)
    {
        if (observed.RoutePublished)
            yield return StepName.WithdrawRoute;
        if (IsUp(observed.Container) || freesPort)
            yield return StepName.StopContainer;
    }

    private static IEnumerable<StepName> Away(DesiredState desired, ObservedState observed)
    {
        foreach (var step in Down(observed))
            yield return step;
        if (desired.FinalBackup && observed is { BackupTaken: false, DatabaseExists: true, VolumeExists: true })
            yield return StepName.CreateBackup;
        foreach (var step in Remove(observed))
            yield return step;
        if (!observed.ServerAllocated)
            yield break;

        if (observed.HasSpare)
            yield return StepName.DiscardData;
        yield return StepName.DropRole;
        yield return StepName.ReleaseDatabaseServer;
    }

    private static IEnumerable<StepName> Discard(ObservedState observed) => Down(observed).Concat(Remove(observed));

    private static IEnumerable<StepName> Remove(ObservedState observed)
    {
        if (observed.Container != ContainerStatus.Missing)
            yield return StepName.RemoveContainer;
        if (observed.VolumeExists)
            yield return StepName.RemoveVolume;

        // A clone that was never finished is not observed as existing, yet it must go.
        if (observed.ServerAllocated)
            yield return StepName.DropDatabase;
    }

    // The modules were corrected after the clone was made and before anybody used it: it is made anew from the right template.
    private static bool IsOutdatedClone(DesiredState desired, ObservedState observed) =>
        !desired.Provisioned && !IsLoaded(desired) && observed is { DatabaseExists: true, AddonsInstalled: false };

    private static bool IsLoaded(DesiredState desired) => !desired.Provisioned && desired.Source != DataSource.Template;

    private static readonly StepName[] WithoutOdoo = [StepName.EnsureDatabase, StepName.PersonaliseDatabase, StepName.LoadDatabase, StepName.MakeCopy];

    internal static bool IsUp(ContainerStatus state) =>
        state is ContainerStatus.Running or ContainerStatus.Restarting or ContainerStatus.Paused;
}
