using FsCheck.Xunit;
using SaaSOdoo.Domain.Backups;

namespace SaaSOdoo.Domain.Tests.Backups;

public sealed class BackupRetentionTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 1, 30, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Harare = TimeZoneInfo.FindSystemTimeZoneById("Africa/Harare");

    [Fact]
    public void A_year_of_daily_backups_leaves_those_of_days_weeks_and_months()
    {
        var kept = new List<DateTimeOffset>();
        for (var day = 0; day < 365; day++)
        {
            kept.Add(Start.AddDays(day));
            kept = [.. kept.Except(Expired(kept, RetentionRule.Default))];
        }

        // 31 December back: seven days; the Sundays of three weeks before (that of the fourth is the 27th); the last days of two months before.
        kept.Select(k => k.ToString("MM-dd", null)).ShouldBe(
            ["10-31", "11-30", "12-13", "12-20", "12-25", "12-26", "12-27", "12-28", "12-29", "12-30", "12-31"]);
    }

    [Fact]
    public void Days_are_those_of_the_zone()
    {
        // 23:30 and 00:30 in Harare, one day in UTC.
        DateTimeOffset[] backups = [new(2026, 3, 1, 21, 30, 0, TimeSpan.Zero), new(2026, 3, 1, 22, 30, 0, TimeSpan.Zero), new(2026, 3, 1, 22, 45, 0, TimeSpan.Zero)];
        var rule = new RetentionRule(2, 0, 0);
        BackupRetention.Expired(backups, b => b, rule, Harare).ShouldBe([]);
        BackupRetention.Expired(backups.Append(backups[2].AddMinutes(5)), b => b, rule, Harare).ShouldBe([backups[1]]);
    }

    [Fact]
    public void However_long_nothing_was_made_as_many_stay() =>
        Expired([Start, Start.AddDays(1), Start.AddDays(200)], new RetentionRule(3, 0, 0)).ShouldBeEmpty();

    [Property]
    public void The_newest_and_never_fewer_than_the_least_stay(int[] hours, byte daily, byte weekly, byte monthly)
    {
        var backups = (hours ?? []).Select(h => Start.AddHours(h % 20_000)).Distinct().ToList();
        var rule = new RetentionRule(daily % 9, weekly % 9, monthly % 9);
        var kept = backups.Except(Expired(backups, rule)).ToList();

        kept.Count.ShouldBeGreaterThanOrEqualTo(Math.Min(BackupRetention.Least, backups.Count));
        kept.Count.ShouldBeLessThanOrEqualTo(BackupRetention.Least + rule.Daily + rule.Weekly + rule.Monthly);
        if (backups.Count > 0)
            kept.ShouldContain(backups.Max());
        kept.Select(k => k.UtcDateTime.Date).Distinct().Count()
            .ShouldBeGreaterThanOrEqualTo(Math.Min(rule.Daily, backups.Select(b => b.UtcDateTime.Date).Distinct().Count()));
    }

    /// <summary>Applied once more, or after some were lost, it takes nothing that it would have kept.</summary>
    [Property]
    public void What_is_kept_is_kept_again(int[] hours, byte daily, byte weekly, byte monthly)
    {
        var backups = (hours ?? []).Select(h => Start.AddHours(h % 20_000)).Distinct().ToList();
        var rule = new RetentionRule(daily % 9, weekly % 9, monthly % 9);
        var kept = backups.Except(Expired(backups, rule)).ToList();
        Expired(kept, rule).ShouldBeEmpty();
    }

    private static IReadOnlyList<DateTimeOffset> Expired(IEnumerable<DateTimeOffset> backups, RetentionRule rule) =>
        BackupRetention.Expired(backups, b => b, rule, TimeZoneInfo.Utc);
}
