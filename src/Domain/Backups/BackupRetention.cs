using System.Globalization;

namespace SaaSOdoo.Domain.Backups;

/// <summary>How many backups of a schedule are kept: the newest of so many days, weeks and months.</summary>
public sealed record RetentionRule(int Daily, int Weekly, int Monthly)
{
    public static RetentionRule Default { get; } = new(7, 4, 3);
}

/// <summary>
/// Which backups of a schedule are kept long enough. Days, weeks and months are those that have a completed backup: however long nothing
/// was made or all failed, as many good ones stay as before.
/// </summary>
public static class BackupRetention
{
    /// <summary>So many good ones stay, whatever the rule says.</summary>
    public const int Least = 2;

    /// <param name="completed">Completed ones of the schedule only, in whatever order.</param>
    /// <param name="zone">Whose days, weeks (from Monday) and months count.</param>
    public static IReadOnlyList<T> Expired<T>(IEnumerable<T> completed, Func<T, DateTimeOffset> at, RetentionRule rule, TimeZoneInfo zone)
    {
        var newestFirst = completed.OrderByDescending(at).ToList();
        var days = newestFirst.ConvertAll(b => TimeZoneInfo.ConvertTime(at(b), zone).Date);
        var kept = new HashSet<int>(Enumerable.Range(0, Math.Min(Least, newestFirst.Count)));
        kept.UnionWith(NewestOfEach(days, rule.Daily, d => d.DayNumber()));
        kept.UnionWith(NewestOfEach(days, rule.Weekly, d => (ISOWeek.GetYear(d) * 100) + ISOWeek.GetWeekOfYear(d)));
        kept.UnionWith(NewestOfEach(days, rule.Monthly, d => (d.Year * 100) + d.Month));
        return [.. newestFirst.Where((_, i) => !kept.Contains(i))];
    }

    private static IEnumerable<int> NewestOfEach(List<DateTime> days, int count, Func<DateTime, int> bucket) => days
        .Select((day, i) => (Bucket: bucket(day), Index: i)).GroupBy(d => d.Bucket).Take(count).Select(g => g.First().Index);

    private static int DayNumber(this DateTime day) => DateOnly.FromDateTime(day).DayNumber;
}
