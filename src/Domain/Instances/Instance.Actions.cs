using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Instances;

public sealed partial class Instance
{
    /// <summary>Long enough for a retry that is asked for right after the correction to come first.</summary>
    public static readonly TimeSpan CorrectionPause = TimeSpan.FromSeconds(1);

    public Result<Operation> Start(TenantStanding tenant, Requester by, DateTimeOffset now) =>
        Power(InstanceAction.Start, tenant, InstanceStatus.Starting, DesiredPower.Running, OperationKind.Start, by, now);

    public Result<Operation> Stop(TenantStanding tenant, Requester by, DateTimeOffset now) =>
        Power(InstanceAction.Stop, tenant, InstanceStatus.Stopping, DesiredPower.Stopped, OperationKind.Stop, by, now);

    public Result<Operation> Restart(TenantStanding tenant, Requester by, DateTimeOffset now) =>
        Power(InstanceAction.Restart, tenant, InstanceStatus.Restarting, DesiredPower.Running, OperationKind.Restart, by, now);

    /// <summary>Converges again from whatever a failed operation left, to what was wanted then.</summary>
    public Result<Operation> Retry(TenantStanding tenant, Requester by, DateTimeOffset now)
    {
        var next = DesiredPower == DesiredPower.Stopped ? InstanceStatus.Stopping
            : ProvisioningStatus == ProvisioningStatus.Completed ? InstanceStatus.Starting
            : InstanceStatus.Creating;
        return Power(InstanceAction.Retry, tenant, next, DesiredPower, OperationKind.Retry, by, now);
    }

    /// <summary>
    /// Takes new settings. What concerns the container of a running instance is applied by the operation returned; otherwise at the next
    /// start or retry; one that has failed is tried again with them by itself.
    /// </summary>
    public Result<Operation?> Change(InstanceSettings settings, Requester by, DateTimeOffset now)
    {
        var touchesContainer = Limits != settings.Limits || !SameEnvironment(settings);
        if (Status is not (InstanceStatus.Running or InstanceStatus.Stopped or InstanceStatus.Suspended or InstanceStatus.Error))
            return InstanceErrors.NotAllowed(InstanceAction.Update, Status);
        if (ProvisioningStatus == ProvisioningStatus.Completed && !SameModules(settings))
            return InstanceErrors.ModulesFixed;

        // What was corrected may be why it failed: tried at once, unless the customer is quicker.
        if (Status == InstanceStatus.Error && (touchesContainer || !SameModules(settings)))
            (Failures, RetryAt) = (0, now + CorrectionPause);

        Apply(settings);
        Touch(now);
        Raise(new InstanceChanged(Id, TenantId, now));

        if (!touchesContainer || Status != InstanceStatus.Running)
            return (Operation?)null;

        Status = InstanceStatus.Updating;
        return Operation.Queue(Id, TenantId, OperationKind.Update, by, now);
    }

    public Result<Operation> Suspend(SuspensionCause cause, Requester by, DateTimeOffset now)
    {
        if (Allow(InstanceAction.Suspend) is { IsFailure: true } refused)
            return refused.Error;

        // One in error is wanted as it was asked for, and may answer all the same.
        (RanBeforeSuspension, SuspendedBy) = (DesiredPower == DesiredPower.Running, cause);
        (Status, DesiredPower) = (InstanceStatus.Suspended, DesiredPower.Stopped);
        StopRetrying();
        Touch(now);
        Raise(new InstanceSuspended(Id, TenantId, cause, now));
        return Operation.Queue(Id, TenantId, OperationKind.Suspend, by, now);
    }

    /// <summary>Lifts a suspension; what ran before is started by the operation returned, what was stopped stays so.</summary>
    public Result<Operation?> Unsuspend(SuspensionCause cause, TenantStanding tenant, Requester by, DateTimeOffset now)
    {
        if (Allow(InstanceAction.Unsuspend, tenant) is { IsFailure: true } refused)
            return refused.Error;
        if (SuspendedBy != cause)
            return InstanceErrors.SuspendedOtherwise(SuspendedBy!.Value);

        SuspendedBy = null;
        StopRetrying();
        Touch(now);
        Raise(new InstanceResumed(Id, TenantId, RanBeforeSuspension, now));
        if (!RanBeforeSuspension)
        {
            Status = InstanceStatus.Stopped;
            return (Operation?)null;
        }

        (Status, DesiredPower) = (InstanceStatus.Starting, DesiredPower.Running);
        return Operation.Queue(Id, TenantId, OperationKind.Unsuspend, by, now);
    }

    /// <summary>Makes an archive of what is there; the instance goes on meanwhile.</summary>
    /// <param name="isBackground">It is of a schedule: what customers ask for comes first.</param>
    public Result<Operation> BackUp(Requester by, DateTimeOffset now, bool isBackground = false) =>
        Allow(InstanceAction.Backup) is { IsFailure: true } refused
            ? refused.Error
            : Operation.Queue(Id, TenantId, OperationKind.Backup, by, now, isBackground: isBackground);

    /// <summary>Replaces its data by those of a backup of its own. What is there is backed up before; if it does not work, all is put back.</summary>
    public Result<Operation> Restore(Backup backup, Requester by, DateTimeOffset now)
    {
        if (Allow(InstanceAction.Restore) is { IsFailure: true } refused)
            return refused.Error;
        if (backup.InstanceId != Id)
            return BackupErrors.OtherInstance;
        if (backup.Status != BackupStatus.Completed)
            return BackupErrors.NotCompleted(backup.Status);
        if (backup.OdooVersion != OdooVersion)
            return BackupErrors.OtherVersion(backup.OdooVersion, OdooVersion);

        Status = InstanceStatus.Maintenance;
        StopRetrying();
        Touch(now);
        return Operation.Queue(Id, TenantId, OperationKind.Restore, by, now, backup.Id);
    }

    /// <summary>Begins again, after it was terminated, with what its last backup holds. Its place in the plan is the caller's to check.</summary>
    /// <param name="billing">How its tenant's subscription stands: nobody told it since.</param>
    public Result<Operation> Reactivate(
        Backup last, TenantStanding tenant, Requester by, DateTimeOffset now, BillingStatus billing = BillingStatus.Paid)
    {
        if (Status == InstanceStatus.Terminated)
            BillingStatus = billing;
        if (Allow(InstanceAction.Reactivate, tenant) is { IsFailure: true } refused)
            return refused.Error;
        if (last.Status != BackupStatus.Completed)
            return BackupErrors.NotCompleted(last.Status);

        (Status, DesiredPower, ProvisioningStatus) = (InstanceStatus.Creating, DesiredPower.Running, ProvisioningStatus.Pending);
        (Source, SourceBackupId, TerminatedAt, SuspendedBy) = (DataSource.Archive, last.Id, null, null);
        Allocation.BeginAnew();
        StopRetrying();
        Touch(now);
        Raise(new InstanceReactivated(Id, TenantId, now));
        return Operation.Queue(Id, TenantId, OperationKind.Reactivate, by, now, last.Id);
    }

    public Result<Operation> Terminate(Requester by, DateTimeOffset now)
    {
        if (Allow(InstanceAction.Terminate) is { IsFailure: true } refused)
            return refused.Error;

        (Status, DesiredPower) = (InstanceStatus.Terminating, DesiredPower.Gone);
        StopRetrying();
        Touch(now);
        Raise(new InstanceTerminating(Id, TenantId, now));
        return Operation.Queue(Id, TenantId, OperationKind.Terminate, by, now);
    }

    private Result<Operation> Power(
        InstanceAction action,
        TenantStanding tenant,
        InstanceStatus next,
        DesiredPower power,
        OperationKind kind,
        Requester by,
        DateTimeOffset now)
    {
        if (Allow(action, tenant) is { IsFailure: true } refused)
            return refused.Error;

        (Status, DesiredPower, ErrorCode, ErrorMessage) = (next, power, null, null);
        StopRetrying();
        Touch(now);
        return Operation.Queue(Id, TenantId, kind, by, now);
    }

    private Result Allow(InstanceAction action, TenantStanding? tenant = null)
    {
        if (!InstanceActions.AllowedIn(Status).Contains(action))
            return InstanceErrors.NotAllowed(action, Status);
        if (tenant is null || !InstanceActions.NeedGoodStanding(action))
            return Result.Success;
        if (!tenant.IsActive)
            return InstanceErrors.TenantNotActive;
        return BillingStatus == BillingStatus.PaymentRequired ? InstanceErrors.PaymentRequired : Result.Success;
    }

    private bool SameEnvironment(InstanceSettings settings) =>
        string.Equals(EnvironmentVars, settings.ProtectedVars, StringComparison.Ordinal);

    private bool SameModules(InstanceSettings settings) =>
        CustomAddons.ToHashSet(StringComparer.Ordinal).SetEquals(settings.CustomAddons)
        && DisabledModules.ToHashSet(StringComparer.Ordinal).SetEquals(settings.DisabledModules);

    private void Touch(DateTimeOffset now) => UpdatedAt = now;
}

/// <summary>What an instance has to know of its tenant.</summary>
public sealed record TenantStanding(bool IsActive);
