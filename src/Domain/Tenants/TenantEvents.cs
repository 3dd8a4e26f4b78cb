using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Domain.Tenants;

public abstract record TenantEvent(TenantId TenantId, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => TenantId.Value;
    public override Guid? Tenant => TenantId.Value;
}

[EventName("tenant.created")]
public sealed record TenantCreated(TenantId TenantId, CustomerId CustomerId, DateTimeOffset At) : TenantEvent(TenantId, At);

[EventName("tenant.activated")]
public sealed record TenantActivated(TenantId TenantId, DateTimeOffset At) : TenantEvent(TenantId, At);

[EventName("tenant.suspended")]
public sealed record TenantSuspended(TenantId TenantId, DateTimeOffset At) : TenantEvent(TenantId, At);

[EventName("tenant.terminated")]
public sealed record TenantTerminated(TenantId TenantId, DateTimeOffset At) : TenantEvent(TenantId, At);

[EventName("tenant.member_invited")]
public sealed record MemberInvited(TenantId TenantId, InvitationId InvitationId, TenantRole Role, DateTimeOffset At) : TenantEvent(TenantId, At);

[EventName("tenant.member_joined")]
public sealed record MemberJoined(TenantId TenantId, CustomerId CustomerId, TenantRole Role, DateTimeOffset At) : TenantEvent(TenantId, At);

[EventName("tenant.member_role_changed")]
public sealed record MemberRoleChanged(TenantId TenantId, CustomerId CustomerId, TenantRole Role, DateTimeOffset At) : TenantEvent(TenantId, At);

[EventName("tenant.member_removed")]
public sealed record MemberRemoved(TenantId TenantId, CustomerId CustomerId, DateTimeOffset At) : TenantEvent(TenantId, At);
