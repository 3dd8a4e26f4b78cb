using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;

namespace SaaSOdoo.Application.Invoices;

/// <summary>An invoice or a credit note as it is printed. 404 <c>invoice.not_found</c>.</summary>
public sealed record GetInvoiceDocument(InvoiceId Id) : IQuery<InvoiceDocument>;

internal sealed class GetInvoiceDocumentHandler(IAppDb db, ICaller caller, IOptions<BillingOptions> billing)
    : IRequestHandler<GetInvoiceDocument, Result<InvoiceDocument>>
{
    public async Task<Result<InvoiceDocument>> Handle(GetInvoiceDocument query, CancellationToken cancellationToken)
    {
        var found = await db.InvoicesSeenBy(caller).AsNoTracking().Where(i => i.Id == query.Id)
            .Select(i => new { Invoice = i, Original = db.Invoices.Where(o => o.Id == i.OriginalId).Select(o => o.Number).SingleOrDefault() })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return InvoiceErrors.NotFound;

        var withPayer = await db.IsPayerShownAsync(caller, found.Invoice.TenantId, cancellationToken);
        return InvoiceDocumentFactory.Of(found.Invoice, found.Original, billing.Value.Zone, withPayer);
    }
}
