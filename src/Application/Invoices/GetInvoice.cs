using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

/// <summary>An invoice or a credit note. 404 <c>invoice.not_found</c>.</summary>
public sealed record GetInvoice(InvoiceId Id) : IQuery<InvoiceDto>;

internal sealed class GetInvoiceHandler(IAppDb db, ICaller caller) : IRequestHandler<GetInvoice, Result<InvoiceDto>>
{
    public async Task<Result<InvoiceDto>> Handle(GetInvoice query, CancellationToken cancellationToken)
    {
        var invoice = await db.InvoicesSeenBy(caller).AsNoTracking().SingleOrDefaultAsync(i => i.Id == query.Id, cancellationToken);
        if (invoice is null)
            return InvoiceErrors.NotFound;

        return InvoiceDto.From(invoice, await db.IsPayerShownAsync(caller, invoice.TenantId, cancellationToken));
    }
}
