using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>A time of their own for the billing of some customers.</summary>
/// <param name="Now">What it shows; while it advances, the step that is being run.</param>
/// <param name="Target">Where it is going; null when it is there.</param>
/// <param name="CustomerIds">Those who are bound to it.</param>
public sealed record TestClockDto(
    TestClockId Id, string Name, DateTimeOffset Now, TestClockStatus Status, DateTimeOffset? Target, List<CustomerId> CustomerIds,
    DateTimeOffset CreatedAt, uint Version) : IVersioned;

internal static class TestClockViews
{
    public static IQueryable<TestClockDto> ViewsOf(this IAppDb db, IQueryable<TestClock> clocks) => clocks.Select(t => new TestClockDto(
        t.Id, t.Name, t.Now, t.Status, t.Target, db.Customers.Where(c => c.ClockId == t.Id).OrderBy(c => c.Id).Select(c => c.Id).ToList(),
        t.CreatedAt, t.Version));
}
