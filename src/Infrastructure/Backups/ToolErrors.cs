using System.Text.RegularExpressions;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>What <c>pg_dump</c> said, in words that a customer may read.</summary>
internal static partial class ToolErrors
{
    private const int Longest = 300;

    // It says so of every statement that it did not get through.
    private static readonly string[] Away =
    [
        "connection to server", "server closed the connection", "terminating connection", "the database system is", "no connection to the server", "SSL connection has been closed",
    ];

    public static Exception Of(string errors)
    {
        if (Away.Any(a => errors.Contains(a, StringComparison.OrdinalIgnoreCase)))
            return ServerFailures.Unavailable(new InvalidOperationException(Cut(errors)));
        if (errors.Contains("due to lock timeout", StringComparison.Ordinal))
            return new RefusedException(BackupFailures.Failed, "The database is busy: something keeps one of its tables locked.");

        // "error:" is ours to say, "detail:" is the server's reason, the rest names statements.
        var said = Said().Matches(errors).Select(m => m.Groups["words"].Value.Trim()).Where(w => w.Length > 0);
        return new RefusedException(BackupFailures.Failed, $"The database could not be dumped. {Cut(string.Join(' ', said))}".TrimEnd());
    }

    /// <summary>One line without control characters, of a length that can be shown.</summary>
    public static string Cut(string text)
    {
        var line = Spaces().Replace(text, " ").Trim();
        return line.Length <= Longest ? line : line[..Longest] + "…";
    }

    [GeneratedRegex(@"^pg_dump: (error|detail):(?<words>.*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Said();

    [GeneratedRegex(@"[\s\p{C}]+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
