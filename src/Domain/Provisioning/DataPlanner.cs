using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Domain.Provisioning;

/// <summary>What an operation is for, as far as the instance's data go.</summary>
public enum DataGoal
{
    /// <summary>They stay as they are.</summary>
    Keep,

    /// <summary>An archive is made of them, and nothing else is done.</summary>
    BackUp,

    /// <summary>They are replaced by those of an archive.</summary>
    Replace,

    /// <summary>Replacing them did not work: all is as it was before.</summary>
    PutBack,
}

/// <summary>
/// Plans what touches an instance's data, around the plan of <see cref="Planner"/>. The next data are loaded beside those in use, which are
/// touched by nothing before the switch, and dropped only after Odoo has answered from the next ones.
/// </summary>
public static class DataPlanner
{
    public static IReadOnlyList<StepName> Plan(DataGoal goal, DesiredState desired, ObservedState observed) => goal switch
    {
        DataGoal.Keep => Planner.Plan(desired, observed),
        DataGoal.BackUp => observed.BackupTaken ? [] : [StepName.CreateBackup],
        DataGoal.Replace when !observed.Switched => [.. Prepare(observed), .. Switch(StepName.SwitchData, desired, observed)],
        DataGoal.PutBack when observed.Switched => [.. Switch(StepName.SwitchBack, desired, observed)],
        _ => [.. Planner.Plan(desired, observed), .. Discard(observed.HasSpare)],
    };

    // Whatever is wrong with the archive shows before Odoo is stopped; the backup is of what was there when it was.
    private static IEnumerable<StepName> Prepare(ObservedState observed) => observed.SpareLoaded ? [] : [StepName.LoadDatabase, StepName.LoadFiles];

    private static IEnumerable<StepName> Switch(StepName step, DesiredState desired, ObservedState observed)
    {
        if (observed.RoutePublished)
            yield return StepName.WithdrawRoute;
        if (Planner.IsUp(observed.Container))
            yield return StepName.StopContainer;
        if (step == StepName.SwitchData && observed is { BackupTaken: false, DatabaseExists: true })
            yield return StepName.CreateBackup;
        yield return step;

        // The container is made for one database and one volume: another generation needs another.
        var switched = observed with
        {
            Container = observed.Container == ContainerStatus.Missing ? ContainerStatus.Missing : ContainerStatus.Exited,
            Fingerprint = null,
            DatabaseExists = true,
            VolumeExists = true,
            Answers = false,
            RoutePublished = false,
            PortReserved = observed.PortReserved && desired.Power == DesiredPower.Running,
        };
        foreach (var next in Planner.Plan(desired, switched).Concat(Discard(exists: true)))
            yield return next;
    }

    private static IEnumerable<StepName> Discard(bool exists) => exists ? [StepName.DiscardData] : [];
}
