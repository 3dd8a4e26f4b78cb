using Cronos;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Backups;

internal sealed class CronExpressions : ICronExpressions
{
    private const int Fields = 5;
    private static readonly DateTimeOffset SomeHour = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Result Check(string cron)
    {
        if (cron.Length > BackupSchedule.CronMaxLength || Split(cron) is not { Length: Fields } fields || !CronExpression.TryParse(cron, out var expression))
            return Refused("schedule.cron_invalid", "Give five fields: minute, hour, day of month, month, day of week, such as 30 2 * * *.");
        if (TimesAnHour(fields[0]) > 1)
            return Refused("schedule.cron_too_often", "A backup is made at most once an hour: give one minute.");
        if (expression.GetNextOccurrence(SomeHour, TimeZoneInfo.Utc) is null)
            return Refused("schedule.cron_never", "There is no such day.");

        return Result.Success;
    }

    public DateTimeOffset? Next(string cron, TimeZoneInfo zone, DateTimeOffset after) =>
        CronExpression.Parse(cron).GetNextOccurrence(after, zone)?.ToUniversalTime();

    private static string[] Split(string cron) => cron.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static int TimesAnHour(string minutes) => CronExpression.Parse($"{minutes} * * * *")
        .GetOccurrences(SomeHour, SomeHour.AddHours(1), TimeZoneInfo.Utc, fromInclusive: true, toInclusive: false).Count();

    private static Result Refused(string code, string message) => Error.Invalid("cron", code, message);
}
