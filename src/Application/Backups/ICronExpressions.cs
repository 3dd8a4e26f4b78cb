using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Backups;

/// <summary>Reads cron expressions of five fields.</summary>
public interface ICronExpressions
{
    /// <summary>Refuses what is none, runs more often than once an hour, or never.</summary>
    Result Check(string cron);

    /// <summary>
    /// The first time after <paramref name="after"/>; null when there is none. A time that a clock jumps over is met at the moment of the jump,
    /// and one that comes twice is met once.
    /// </summary>
    DateTimeOffset? Next(string cron, TimeZoneInfo zone, DateTimeOffset after);
}
