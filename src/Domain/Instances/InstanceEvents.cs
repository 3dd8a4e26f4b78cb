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

/// <param name="First">Whether it never ran before: its provisioning is complete.</param>
[EventName("instance.running")]
public sealed record InstanceRunning(InstanceId InstanceId, TenantId TenantId, bool First, DateTimeOffset At)
    : InstanceEvent(InstanceId, TenantId, At);

[EventName("instance.stopped")]
public sealed record InstanceStopped(InstanceId InstanceId, TenantId TenantId, DateTimeOffset At) : InstanceEvent(InstanceId, TenantId, At);

[EventName("instance.suspended")]
public sealed record InstanceSuspended(InstanceId InstanceId, TenantId TenantId, SuspensionCause Cause, DateTimeOffset At)
    : InstanceEvent(InstanceId, TenantId, At);

/// <summary>Its suspension was lifted.</summary>
/// <param name="Starts">Whether it ran before, and so is started; else it stays stopped.</param>
[EventName("instance.resumed")]
public sealed record InstanceResumed(InstanceId InstanceId, TenantId TenantId, bool Starts, DateTimeOffset At)
    : InstanceEvent(InstanceId, TenantId, At);

/// <param name="Message">Shown to the customer.</param>
/// <param name="Again">Whether an earlier failure still stood: healing that goes on failing is no news.</param>
[EventName("instance.failed")]
public sealed record InstanceFailed(InstanceId InstanceId, TenantId TenantId, string Code, string Message, bool Again, DateTimeOffset At)
    : InstanceEvent(InstanceId, TenantId, At);

/// <summary>Its data are those of a backup now.</summary>
[EventName("instance.restored")]
public sealed record InstanceRestored(InstanceId InstanceId, TenantId TenantId, DateTimeOffset At) : InstanceEvent(InstanceId, TenantId, At);

/// <summary>Its data could not be replaced by those of a backup: all is as it was before.</summary>
/// <param name="Message">Shown to the customer.</param>
[EventName("instance.restore_failed")]
public sealed record InstanceRestoreFailed(InstanceId InstanceId, TenantId TenantId, string Code, string Message, DateTimeOffset At)
    : InstanceEvent(InstanceId, TenantId, At);

/// <summary>It was terminated, and begins again with what its last backup holds.</summary>
[EventName("instance.reactivated")]
public sealed record InstanceReactivated(InstanceId InstanceId, TenantId TenantId, DateTimeOffset At) : InstanceEvent(InstanceId, TenantId, At);

[EventName("instance.terminating")]
public sealed record InstanceTerminating(InstanceId InstanceId, TenantId TenantId, DateTimeOffset At) : InstanceEvent(InstanceId, TenantId, At);

[EventName("instance.terminated")]
public sealed record InstanceTerminated(InstanceId InstanceId, TenantId TenantId, DateTimeOffset At) : InstanceEvent(InstanceId, TenantId, At);

/// <summary>Somebody read the initial password: kept for the audit.</summary>
[EventName("instance.credentials_revealed")]
public sealed record CredentialsRevealed(InstanceId InstanceId, TenantId TenantId, CustomerId To, DateTimeOffset At)
    : InstanceEvent(InstanceId, TenantId, At);

/// <summary>Sessions of its role were ended, because what they held would have kept other instances of the server from working.</summary>
[EventName("instance.session_ended")]
public sealed record InstanceSessionEnded(InstanceId InstanceId, TenantId TenantId, SessionEndReason Reason, int Sessions, DateTimeOffset At)
    : InstanceEvent(InstanceId, TenantId, At);
