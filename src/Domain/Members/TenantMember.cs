using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Domain.Members;

/// <summary>What a member may do in a tenant; each role may do what the ones before it may.</summary>
public enum TenantRole
{
    /// <summary>Reads everything but secrets.</summary>
    Viewer,

    /// <summary>Works with instances and webhooks.</summary>
    Manager,

    /// <summary>Decides about members, billing and the tenant itself.</summary>
    Owner,
}

/// <summary>A customer's place in a tenant's team. Changed through <see cref="Tenant"/>, which knows the others.</summary>
public sealed class TenantMember
{
    private TenantMember()
    {
    }

    internal TenantMember(TenantId tenant, CustomerId customer, TenantRole role, DateTimeOffset now) =>
        (TenantId, CustomerId, Role, JoinedAt) = (tenant, customer, role, now);

    public TenantId TenantId { get; private set; }
    public CustomerId CustomerId { get; private set; }
    public TenantRole Role { get; internal set; }
    public DateTimeOffset JoinedAt { get; private set; }

    /// <summary>Changes with every save (<c>xmin</c>).</summary>
    public uint Version { get; private set; }
}
