using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Audit;

/// <summary>What was asked for in the caller's name, and by anybody in the tenants they own; newest first.</summary>
/// <param name="TenantId">Only this tenant. 404 when the caller is no member of it, 403 when they do not own it.</param>
public sealed record ListAudit(Paging Paging, TenantId? TenantId = null) : IQuery<Page<AuditEntryDto>>;

internal sealed class ListAuditHandler(IAppDb db, ICaller caller) : IRequestHandler<ListAudit, Result<Page<AuditEntryDto>>>
{
    public async Task<Result<Page<AuditEntryDto>>> Handle(ListAudit query, CancellationToken cancellationToken)
    {
        var reader = caller.CustomerId;
        if (query.TenantId is { } tenant && await db.RefusalAsync(caller, tenant, TenantRole.Owner, cancellationToken) is { } refusal)
            return refusal;

        var entries = db.AuditEntries.AsNoTracking();
        var visible = query.TenantId is { } only
            ? entries.Where(e => e.TenantId == only)
            // Each half ends after a page by an index of its own; the whole of either may be long.
            : entries.Where(e => e.CustomerId == reader).NewestFirst(query.Paging, e => e.Id)
                .Union(db.NewestAuditOfTenantsOf(caller, query.Paging).AsNoTracking().NewestFirst(query.Paging, e => e.Id));
        return await visible.NewestFirst(query.Paging, e => e.Id)
            .Select(e => AuditEntryDto.From(e, reader)).ToPageAsync(query.Paging, e => e.Id.Value, cancellationToken);
    }
}
