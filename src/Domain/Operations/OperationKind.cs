namespace SaaSOdoo.Domain.Operations;

public enum OperationKind
{
    Provision,
    Start,
    Stop,
    Restart,
    Retry,
    Update,
    Heal,
    Suspend,
    Unsuspend,
    Terminate,
    Backup,
    Restore,
    Clone,
    Reactivate,
}

public enum OperationStatus
{
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled,
}

public enum StepStatus
{
    Pending,
    Running,
    Succeeded,
    Failed,
}
