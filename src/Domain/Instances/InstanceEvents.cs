using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Instances;

public abstract record InstanceEvent(InstanceId InstanceId, TenantId TenantId, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => InstanceId.Value;

    public override Guid? Tenant => TenantId.Value;
}

[EventName("instance.created")]
public sealed record InstanceCreated(InstanceId InstanceId, TenantId TenantId, DateTimeOffset At) : InstanceEvent(InstanceId, TenantId, At);

[EventName("instance.changed")]
public sealed record InstanceChanged(InstanceId InstanceId, TenantId TenantId, DateTimeOffset At) : InstanceEvent(InstanceId, TenantId, At);

[EventName("instance.running")]
public sealed record InstanceRunning(InstanceId InstanceId, TenantId TenantId, DateTimeOffset At) : InstanceEvent(InstanceId, TenantId, At);

[EventName("instance.stopped")]
public sealed record InstanceStopped(InstanceId InstanceId, TenantId TenantId, DateTimeOffset At) : InstanceEvent(InstanceId, TenantId, At);

[EventName("instance.suspended")]
public sealed record InstanceSuspended(InstanceId InstanceId, TenantId TenantId, SuspensionCause Cause, DateTimeOffset At)
    : InstanceEvent(InstanceId, TenantId, At);

/// <param name="Message">Shown to the customer.</param>
[EventName("instance.failed")]
public sealed record InstanceFailed(InstanceId InstanceId, TenantId TenantId, string Code, string Message, DateTimeOffset At)
    : InstanceEvent(InstanceId, TenantId, At);

[EventName("instance.terminating")]
public sealed record InstanceTerminating(InstanceId InstanceId, TenantId TenantId, DateTimeOffset At) : InstanceEvent(InstanceId, TenantId, At);

[EventName("instance.terminated")]
public sealed record InstanceTerminated(InstanceId InstanceId, TenantId TenantId, DateTimeOffset At) : InstanceEvent(InstanceId, TenantId, At);

/// <summary>Somebody read the initial password: kept for the audit.</summary>
[EventName("instance.credentials_revealed")]
public sealed record CredentialsRevealed(InstanceId InstanceId, TenantId TenantId, CustomerId To, DateTimeOffset At)
    : InstanceEvent(InstanceId, TenantId, At);
