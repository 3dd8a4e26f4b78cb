using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

/// <summary>Invoices and credit notes of the caller's tenants, newest first.</summary>
/// <param name="TenantId">Null for those of all tenants; likewise <paramref name="Status"/>.</param>
public sealed record ListInvoices(Paging Paging, TenantId? TenantId = null, InvoiceStatus? Status = null) : IQuery<Page<InvoiceDto>>;

internal sealed class ListInvoicesHandler(IAppDb db, ICaller caller) : IRequestHandler<ListInvoices, Result<Page<InvoiceDto>>>
{
    public async Task<Result<Page<InvoiceDto>>> Handle(ListInvoices query, CancellationToken cancellationToken)
    {
        var found = await db.NewestInvoicesOf(caller, query.Paging, query.TenantId, query.Status).AsNoTracking()
            .NewestFirst(query.Paging, i => i.Id).ToListAsync(cancellationToken);
        var shown = await db.PayersShownAsync(caller, [.. found.Select(i => i.TenantId)], cancellationToken);
        return Page<InvoiceDto>.Of([.. found.Select(i => InvoiceDto.From(i, shown.Contains(i.TenantId)))], query.Paging, i => i.Id.Value);
    }
}
