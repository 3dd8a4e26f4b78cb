using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Tenants;

public sealed record GetTenant(TenantId Id) : IQuery<TenantDto>;

internal sealed class GetTenantHandler(IAppDb db, ICaller caller) : IRequestHandler<GetTenant, Result<TenantDto>>
{
    public async Task<Result<TenantDto>> Handle(GetTenant query, CancellationToken cancellationToken)
    {
        var tenant = await db.ViewsOf(db.TenantsOf(caller).AsNoTracking().Where(t => t.Id == query.Id)).SingleOrDefaultAsync(cancellationToken);
        return tenant is null ? TenantErrors.NotFound() : tenant;
    }
}
