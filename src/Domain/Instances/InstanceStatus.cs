namespace SaaSOdoo.Domain.Instances;

/// <summary>Where an instance stands in its life, as the business sees it. Only commands and finished operations change it.</summary>
public enum InstanceStatus
{
    Creating,
    Running,
    Starting,
    Stopping,
    Stopped,
    Restarting,
    Updating,
    Maintenance,
    Suspended,
    Error,
    Terminating,
    Terminated,
}

public enum ProvisioningStatus
{
    Pending,
    Provisioning,
    Completed,
    Failed,
}

/// <summary>Written by billing only.</summary>
public enum BillingStatus
{
    Trial,
    Paid,
    PaymentRequired,
}

public enum InstanceType
{
    Development,
    Staging,
    Production,
}

/// <summary>Why an instance is suspended, so that only the same cause lifts it.</summary>
public enum SuspensionCause
{
    Tenant,
    Billing,
    Operator,
}
