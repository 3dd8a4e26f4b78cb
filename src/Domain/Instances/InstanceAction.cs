using System.Collections.Frozen;

namespace SaaSOdoo.Domain.Instances;

public enum InstanceAction
{
    Start,
    Stop,
    Restart,
    Retry,
    Update,
    Backup,
    Restore,
    Suspend,
    Unsuspend,
    Terminate,
    Reactivate,
}

/// <summary>Which action is allowed in which status; whatever is not listed is a conflict.</summary>
public static class InstanceActions
{
    private static readonly FrozenDictionary<InstanceStatus, InstanceAction[]> Table = new Dictionary<InstanceStatus, InstanceAction[]>
    {
        [InstanceStatus.Creating] = [InstanceAction.Terminate],
        [InstanceStatus.Running] =
        [
            InstanceAction.Stop, InstanceAction.Restart, InstanceAction.Update, InstanceAction.Backup, InstanceAction.Restore,
            InstanceAction.Suspend, InstanceAction.Terminate,
        ],
        [InstanceStatus.Stopped] =
        [
            InstanceAction.Start, InstanceAction.Backup, InstanceAction.Restore, InstanceAction.Update,
            InstanceAction.Suspend, InstanceAction.Terminate,
        ],
        [InstanceStatus.Suspended] = [InstanceAction.Unsuspend, InstanceAction.Backup, InstanceAction.Terminate],
        [InstanceStatus.Error] =
        [
            InstanceAction.Retry, InstanceAction.Start, InstanceAction.Stop, InstanceAction.Restart,
            InstanceAction.Restore, InstanceAction.Suspend, InstanceAction.Terminate,
        ],
        [InstanceStatus.Starting] = [InstanceAction.Terminate],
        [InstanceStatus.Stopping] = [InstanceAction.Terminate],
        [InstanceStatus.Restarting] = [InstanceAction.Terminate],
        [InstanceStatus.Updating] = [InstanceAction.Terminate],
        [InstanceStatus.Maintenance] = [InstanceAction.Terminate],
        [InstanceStatus.Terminating] = [],
        [InstanceStatus.Terminated] = [InstanceAction.Reactivate],
    }.ToFrozenDictionary();

    /// <summary>What customers can ask for over the API today; the rest of the table serves the platform, and issues to come.</summary>
    public static IReadOnlyList<InstanceAction> Offered { get; } =
    [
        InstanceAction.Start, InstanceAction.Stop, InstanceAction.Restart, InstanceAction.Retry, InstanceAction.Backup, InstanceAction.Restore,
        InstanceAction.Terminate, InstanceAction.Reactivate,
    ];

    public static IReadOnlyList<InstanceAction> AllowedIn(InstanceStatus status) => Table[status];

    /// <summary>Actions that start a container need a tenant in good standing.</summary>
    public static bool NeedGoodStanding(InstanceAction action) =>
        action is InstanceAction.Start or InstanceAction.Restart or InstanceAction.Unsuspend or InstanceAction.Retry or InstanceAction.Reactivate;
}
