using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Tenants;

/// <summary>The caller's tenants, newest first.</summary>
/// <param name="Status">Null for all.</param>
public sealed record ListTenants(Paging Paging, TenantStatus? Status = null) : IQuery<Page<TenantDto>>;

internal sealed class ListTenantsHandler(IAppDb db, ICaller caller) : IRequestHandler<ListTenants, Result<Page<TenantDto>>>
{
    public async Task<Result<Page<TenantDto>>> Handle(ListTenants query, CancellationToken cancellationToken)
    {
        var tenants = db.NewestTenantsOf(caller, query.Paging, query.Status).AsNoTracking();
        return await db.ViewsOf(tenants.NewestFirst(query.Paging, t => t.Id)).ToPageAsync(query.Paging, t => t.Id.Value, cancellationToken);
    }
}
