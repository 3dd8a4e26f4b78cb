using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>All test clocks, newest first.</summary>
public sealed record ListTestClocks(Paging Paging) : IQuery<Page<TestClockDto>>;

internal sealed class ListTestClocksHandler(IAppDb db, IOptions<BillingOptions> options) : IRequestHandler<ListTestClocks, Result<Page<TestClockDto>>>
{
    public async Task<Result<Page<TestClockDto>>> Handle(ListTestClocks query, CancellationToken cancellationToken)
    {
        if (!options.Value.TestClocks)
            return TestClockErrors.Off;

        return await db.ViewsOf(db.TestClocks.AsNoTracking().NewestFirst(query.Paging, t => t.Id))
            .ToPageAsync(query.Paging, t => t.Id.Value, cancellationToken);
    }
}
