using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Instances;

public sealed partial class Instance
{
    /// <summary>A worker has begun; only the first provisioning shows in <see cref="ProvisioningStatus"/>.</summary>
    public void Begin(DateTimeOffset now)
    {
        if (ProvisioningStatus is ProvisioningStatus.Completed or ProvisioningStatus.Provisioning || DesiredPower != DesiredPower.Running)
            return;

        ProvisioningStatus = ProvisioningStatus.Provisioning;
        Touch(now);
    }

    /// <summary>The operation has converged: the status follows from what was wanted.</summary>
    public void Complete(OperationKind kind, DateTimeOffset now)
    {
        if (kind == OperationKind.Restore)
            Raise(new InstanceRestored(Id, TenantId, now));
        Conclude(kind, now);
    }

    private void Conclude(OperationKind kind, DateTimeOffset now)
    {
        (ErrorCode, ErrorMessage) = (null, null);
        StopRetrying();
        Touch(now);
        if (kind == OperationKind.Heal && Status is not (InstanceStatus.Error or InstanceStatus.Running))
            return;

        switch (DesiredPower)
        {
            case DesiredPower.Running:
                BecomeRunning(kind, now);
                break;
            case DesiredPower.Stopped when Status != InstanceStatus.Suspended:
                Status = InstanceStatus.Stopped;
                Raise(new InstanceStopped(Id, TenantId, now));
                break;
            case DesiredPower.Gone:
                (Status, TerminatedAt) = (InstanceStatus.Terminated, now);
                Raise(new InstanceTerminated(Id, TenantId, now));
                break;
        }
    }

    /// <summary>
    /// The operation has failed for good. The reason is shown to the customer; what was wanted is tried again by itself, each time later,
    /// until something else is asked for.
    /// </summary>
    public void Fail(string code, string message, DateTimeOffset now)
    {
        var again = ErrorCode is not null;
        if (ProvisioningStatus != ProvisioningStatus.Completed)
            ProvisioningStatus = ProvisioningStatus.Failed;

        // A suspension stays one: out of `error` the customer could start what others have stopped. The monitor goes on healing it.
        if (SuspendedBy is null)
            Status = InstanceStatus.Error;
        else if (Status == InstanceStatus.Terminating)
            (Status, DesiredPower) = (InstanceStatus.Suspended, DesiredPower.Stopped);
        (ErrorCode, ErrorMessage) = (code, message.Length <= ErrorMaxLength ? message : message[..ErrorMaxLength]);
        Failures++;
        RetryAt = now + Backoff.AfterFailure(Failures);
        Touch(now);
        Raise(new InstanceFailed(Id, TenantId, code, ErrorMessage, again, now));
    }

    /// <summary>The operation has failed and put back what it had changed: the instance is what it was before.</summary>
    public void PutBack(OperationKind kind, string code, string message, DateTimeOffset now)
    {
        Raise(new InstanceRestoreFailed(Id, TenantId, code, message, now));
        Conclude(kind, now);
    }

    /// <summary>
    /// Asks for convergence without a customer's word, when the monitor saw a difference or a pause after a failure is over. Leaves the
    /// status as it is.
    /// </summary>
    public Operation? Heal(DateTimeOffset now)
    {
        if (Status is not (InstanceStatus.Running or InstanceStatus.Stopped or InstanceStatus.Suspended or InstanceStatus.Error))
            return null;

        RetryAt = null;
        return Operation.Queue(Id, TenantId, OperationKind.Heal, Requester.Platform, now);
    }

    private void StopRetrying() => (Failures, RetryAt) = (0, null);

    /// <summary>Tells of sessions that were ended on its database server.</summary>
    public void EndedSessions(SessionEndReason reason, int sessions, DateTimeOffset now) =>
        Raise(new InstanceSessionEnded(Id, TenantId, reason, sessions, now));

    private void BecomeRunning(OperationKind kind, DateTimeOffset now)
    {
        var wasRunning = Status == InstanceStatus.Running;
        var first = ProvisioningStatus != ProvisioningStatus.Completed;
        (Status, ProvisioningStatus) = (InstanceStatus.Running, ProvisioningStatus.Completed);

        if (kind != OperationKind.Update)
            StartedAt = now;
        if (!wasRunning)
            Raise(new InstanceRunning(Id, TenantId, first, now));
    }
}
