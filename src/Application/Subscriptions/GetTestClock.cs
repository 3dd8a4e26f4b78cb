using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

public sealed record GetTestClock(TestClockId Id) : IQuery<TestClockDto>;

internal sealed class GetTestClockHandler(IAppDb db, IOptions<BillingOptions> options) : IRequestHandler<GetTestClock, Result<TestClockDto>>
{
    public async Task<Result<TestClockDto>> Handle(GetTestClock query, CancellationToken cancellationToken)
    {
        if (!options.Value.TestClocks)
            return TestClockErrors.Off;

        var found = await db.ViewsOf(db.TestClocks.AsNoTracking().Where(t => t.Id == query.Id)).SingleOrDefaultAsync(cancellationToken);
        return found is null ? TestClockErrors.NotFound() : found;
    }
}
