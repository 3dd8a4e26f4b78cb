using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Invoices;

/// <summary>Compares the books with invoices, payments and accounts, for every customer and currency.</summary>
public sealed record CheckLedger : IQuery<LedgerReport>;

internal sealed class CheckLedgerHandler(LedgerCheck check) : IRequestHandler<CheckLedger, Result<LedgerReport>>
{
    public async Task<Result<LedgerReport>> Handle(CheckLedger query, CancellationToken cancellationToken) => await check.RunAsync(cancellationToken);
}
