using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Members;

/// <summary>The whole team, those who are there longest first.</summary>
public sealed record ListMembers(TenantId TenantId) : IQuery<MemberListDto>;

public sealed record MemberListDto(IReadOnlyList<MemberDto> Items);

internal sealed class ListMembersHandler(IAppDb db, ICaller caller) : IRequestHandler<ListMembers, Result<MemberListDto>>
{
    public async Task<Result<MemberListDto>> Handle(ListMembers query, CancellationToken cancellationToken)
    {
        if (!await db.TenantsOf(caller).AnyAsync(t => t.Id == query.TenantId, cancellationToken))
            return TenantErrors.NotFound();

        return new MemberListDto(await db.MembersOf(query.TenantId).ToListAsync(cancellationToken));
    }
}
