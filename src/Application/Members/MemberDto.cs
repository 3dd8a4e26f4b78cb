using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Members;

/// <summary>Somebody in a tenant's team.</summary>
public sealed record MemberDto(
    CustomerId CustomerId, string Email, string FirstName, string LastName, TenantRole Role, DateTimeOffset JoinedAt, uint Version) : IVersioned;

internal static class MemberViews
{
    /// <param name="only">One of them; null for all. (Nothing can be filtered after the projection.)</param>
    public static IQueryable<MemberDto> MembersOf(this IAppDb db, TenantId tenant, CustomerId? only = null) =>
        from member in db.TenantMembers
        join customer in db.Customers on member.CustomerId equals customer.Id
        where member.TenantId == tenant && (only == null || member.CustomerId == only)
        orderby member.JoinedAt, member.CustomerId
        select new MemberDto(
            member.CustomerId, customer.Email.Value, customer.Name.First, customer.Name.Last, member.Role, member.JoinedAt,
            member.Version);
}
