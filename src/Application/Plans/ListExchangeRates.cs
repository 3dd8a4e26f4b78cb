using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Plans;

/// <summary>All rates, those to come too, newest first.</summary>
public sealed record ListExchangeRates(Paging Paging) : IQuery<Page<ExchangeRateDto>>;

internal sealed class ListExchangeRatesHandler(IAppDb db) : IRequestHandler<ListExchangeRates, Result<Page<ExchangeRateDto>>>
{
    public async Task<Result<Page<ExchangeRateDto>>> Handle(ListExchangeRates query, CancellationToken cancellationToken) =>
        await db.ExchangeRates.AsNoTracking().NewestFirst(query.Paging, r => r.Id).Select(ExchangeRateDto.Projection)
            .ToPageAsync(query.Paging, r => r.Id.Value, cancellationToken);
}
