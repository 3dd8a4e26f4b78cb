using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

/// <summary>Attempts to pay the invoices of the caller's tenants, newest first.</summary>
/// <param name="TenantId">Null for those of all tenants; likewise <paramref name="InvoiceId"/> and <paramref name="Status"/>.</param>
public sealed record ListPayments(Paging Paging, TenantId? TenantId = null, InvoiceId? InvoiceId = null, PaymentStatus? Status = null)
    : IQuery<Page<PaymentDto>>;

internal sealed class ListPaymentsHandler(IAppDb db, ICaller caller) : IRequestHandler<ListPayments, Result<Page<PaymentDto>>>
{
    public async Task<Result<Page<PaymentDto>>> Handle(ListPayments query, CancellationToken cancellationToken)
    {
        var found = await db.NewestPaymentsOf(caller, query.Paging, query.TenantId, query.InvoiceId, query.Status).AsNoTracking()
            .NewestFirst(query.Paging, p => p.Id).ToListAsync(cancellationToken);
        var shown = await db.PayersShownAsync(caller, [.. found.Select(p => p.TenantId)], cancellationToken);
        return Page<PaymentDto>.Of([.. found.Select(p => PaymentDto.From(p, shown.Contains(p.TenantId)))], query.Paging, p => p.Id.Value);
    }
}
