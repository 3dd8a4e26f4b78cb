using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Domain.Provisioning;

/// <summary>When a database server was and will be looked at. Apart from the server, which operators read and change by its version.</summary>
public sealed class DatabaseServerCheck
{
    /// <summary>Between two looks at a server that is well.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause between two looks at one that is not.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private DatabaseServerCheck()
    {
    }

    public DatabaseServerId DatabaseServerId { get; private set; }

    /// <summary>Null until the first look.</summary>
    public DateTimeOffset? CheckedAt { get; private set; }
    public DateTimeOffset NextCheckAt { get; private set; }

    /// <summary>Looks in a row that found it away or unfit.</summary>
    public int Failures { get; private set; }

    internal static DatabaseServerCheck Of(DatabaseServerId server, DateTimeOffset now) => new() { DatabaseServerId = server, NextCheckAt = now };

    internal void Answered(DateTimeOffset now) => (CheckedAt, NextCheckAt, Failures) = (now, now + Pause, 0);

    internal void Failed(DateTimeOffset now)
    {
        Failures++;
        (CheckedAt, NextCheckAt) = (now, now + Backoff.After(Failures, LongestPause));
    }
}
