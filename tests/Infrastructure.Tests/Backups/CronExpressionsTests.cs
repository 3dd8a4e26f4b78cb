using System.Globalization;
using SaaSOdoo.Infrastructure.Backups;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

public sealed class CronExpressionsTests
{
    private static readonly CronExpressions Crons = new();
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("30 2 * * *")]
    [InlineData("0 * * * *")]
    [InlineData("5-5 */6 * * MON-FRI")]
    [InlineData("0 0 29 2 *")]
    public void Once_an_hour_and_rarer_is_taken(string cron) => Crons.Check(cron).IsFailure.ShouldBeFalse();

    [Theory]
    [InlineData("", "schedule.cron_invalid")]
    [InlineData("30 2 * *", "schedule.cron_invalid")]
    [InlineData("0 30 2 * * *", "schedule.cron_invalid")]
    [InlineData("60 2 * * *", "schedule.cron_invalid")]
    [InlineData("@daily", "schedule.cron_invalid")]
    [InlineData("* * * * *", "schedule.cron_too_often")]
    [InlineData("0,30 0 1 1 *", "schedule.cron_too_often")]
    [InlineData("*/45 2 * * *", "schedule.cron_too_often")]
    [InlineData("0 0 30 2 *", "schedule.cron_never")]
    public void Anything_else_is_refused(string cron, string code) => Crons.Check(cron).Error.Code.ShouldBe(code);

    [Fact]
    public void A_long_expression_is_refused() => Crons.Check($"0 {string.Join(',', Enumerable.Repeat("1", 60))} * * *").IsFailure.ShouldBeTrue();

    /// <summary>Spring 2026: 02:00 becomes 03:00 on 29 March. Autumn: 03:00 becomes 02:00 on 25 October.</summary>
    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00", "2026-03-29T01:00")]
    [InlineData("30 2 * * *", "2026-03-29T01:00", "2026-03-30T00:30")]
    [InlineData("30 2 * * *", "2026-10-24T12:00", "2026-10-25T00:30")]
    [InlineData("30 2 * * *", "2026-10-25T00:30", "2026-10-26T01:30")]
    public void A_time_that_is_jumped_over_or_comes_twice_is_met_once(string cron, string after, string next) =>
        Crons.Next(cron, Berlin, Utc(after)).ShouldBe(Utc(next));

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
