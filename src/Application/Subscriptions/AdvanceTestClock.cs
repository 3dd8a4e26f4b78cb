using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>
/// Sends a test clock forward, by two billing periods of its subscriptions at most; a worker runs what falls due on the way, in order, and then
/// it is <c>ready</c> again. 409 <c>test_clock.advancing</c> before that.
/// </summary>
public sealed record AdvanceTestClock(TestClockId Id, DateTimeOffset To) : ICommand<TestClockDto>, IOperatorCommand;

internal sealed class AdvanceTestClockHandler(IAppDb db, IOptions<BillingOptions> options) : IRequestHandler<AdvanceTestClock, Result<TestClockDto>>
{
    public async Task<Result<TestClockDto>> Handle(AdvanceTestClock command, CancellationToken cancellationToken)
    {
        if (!options.Value.TestClocks)
            return TestClockErrors.Off;
        if (await db.TestClocks.SingleOrDefaultAsync(t => t.Id == command.Id, cancellationToken) is not { } testClock)
            return TestClockErrors.NotFound();

        var periods = await db.Subscriptions.Where(s => s.ClockId == command.Id && !SubscriptionStatuses.Ended.Contains(s.Status))
            .Select(s => s.BillingPeriod).Distinct().ToListAsync(cancellationToken);
        // In the order of their length.
        var advanced = testClock.AdvanceTo(command.To, periods.Count == 0 ? null : periods.Min());
        if (advanced.IsFailure)
            return advanced.Error;

        await db.SaveChangesAsync(cancellationToken);
        return await db.ViewsOf(db.TestClocks.AsNoTracking().Where(t => t.Id == command.Id)).SingleAsync(cancellationToken);
    }
}
