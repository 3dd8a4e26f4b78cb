using SaaSOdoo.Api.Customers;
using SaaSOdoo.Api.Tenants;
using SaaSOdoo.Application.Members;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Api.Members;

/// <summary>Bodies for the document: a colleague of the customer in <see cref="CustomerExamples"/>.</summary>
internal static class MemberExamples
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 30, 0, TimeSpan.Zero);

    public static readonly MemberDto Member = new(
        new(Guid.Parse("0193b1b0-1a2b-7c3d-8e4f-5a6b7c8d9e0f")), "rudo@example.com", "Rudo", "Ncube", TenantRole.Manager, At, Version: 1);

    public static readonly MemberEndpoints.RoleBody NewRole = new(TenantRole.Manager);

    public static readonly MemberEndpoints.InvitationBody NewInvitation = new("rudo@example.com", TenantRole.Manager);

    public static readonly InvitationDto Invitation = new(
        new(Guid.Parse("0193b1b1-2b3c-7d4e-9f50-6b7c8d9e0f1a")), TenantExamples.Tenant.Id, "rudo@example.com", TenantRole.Manager, At, At.AddDays(7));

    public static readonly MembershipDto Membership = new(TenantExamples.Tenant.Id, TenantExamples.Tenant.Name, TenantRole.Manager);
}
