using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>What an operation asks of convergence, with what its earlier runs are known to have done.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Goal">What it does with the instance's data.</param>
/// <param name="Backup">The backup that data are restored from; null for what restores none.</param>
/// <param name="RequestedBy">Who asked for it; null: the platform did.</param>
/// <param name="IsLastAttempt">What cannot be done in this attempt is not tried again.</param>
/// <param name="Restart">The container shall be stopped and started once, even if nothing is missing.</param>
/// <param name="HasStopped">An earlier run has stopped the container for this operation: that is not done twice.</param>
/// <param name="VolumeFilled">An earlier run has filled the volume to its end, which cannot be seen from outside.</param>
/// <param name="WaitingSince">Since when the step that is recorded as running waits; null when it does not.</param>
public sealed record Convergence(
    InstanceId Instance,
    OperationId Operation,
    DataGoal Goal,
    BackupId? Backup,
    CustomerId? RequestedBy,
    bool IsLastAttempt,
    bool Restart,
    bool HasStopped,
    bool VolumeFilled,
    DateTimeOffset? WaitingSince)
{
    /// <summary>Of an instance that is only looked at.</summary>
    public static Convergence Look(InstanceId instance) => new(
        instance, default, DataGoal.Keep, Backup: null, RequestedBy: null, IsLastAttempt: false, Restart: false, HasStopped: false, VolumeFilled: false,
        WaitingSince: null);

    public static Convergence Of(Operation operation) => new(
        operation.InstanceId,
        operation.Id,
        GoalOf(operation),
        operation.BackupId,
        operation.RequestedBy,
        operation.IsLastAttempt,
        operation.Kind == OperationKind.Restart,
        Has(operation, StepName.StopContainer),
        Has(operation, StepName.EnsureVolume),
        operation.WaitingSince);

    private static DataGoal GoalOf(Operation operation) => operation switch
    {
        { UndoCode: not null } => DataGoal.PutBack,
        { Kind: OperationKind.Restore } => DataGoal.Replace,
        { Kind: OperationKind.Backup } => DataGoal.BackUp,
        _ => DataGoal.Keep,
    };

    private static bool Has(Operation operation, StepName step) =>
        operation.Steps.Exists(s => s.Name == step && s.Status == StepStatus.Succeeded);
}
