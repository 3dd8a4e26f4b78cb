using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Members;

public sealed record GetMember(TenantId TenantId, CustomerId CustomerId) : IQuery<MemberDto>;

internal sealed class GetMemberHandler(IAppDb db, ICaller caller) : IRequestHandler<GetMember, Result<MemberDto>>
{
    public async Task<Result<MemberDto>> Handle(GetMember query, CancellationToken cancellationToken)
    {
        if (!await db.TenantsOf(caller).AnyAsync(t => t.Id == query.TenantId, cancellationToken))
            return TenantErrors.NotFound();

        var member = await db.MembersOf(query.TenantId, query.CustomerId).SingleOrDefaultAsync(cancellationToken);
        return member is null ? TenantErrors.MemberNotFound() : member;
    }
}
