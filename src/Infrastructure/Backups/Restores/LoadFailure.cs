using System.Text.RegularExpressions;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>Why psql did not get through a dump.</summary>
internal static partial class LoadFailure
{
    private static readonly string[] Away =
        ["connection to server at", "could not connect", "server closed the connection", "because of crash of another", "the database system is", "No space left on device"];

    // What rights refuse, and psql itself.
    private static readonly string[] Forbidden =
        ["permission denied", "must be superuser", "must be owner", "must have", "must be member", "must be able", "only superuser", "only roles with", "restricted", "wrong key", "not permitted"];

    public static Exception Of(JobResult result, TimeSpan timeout)
    {
        if (result.ExitCode == JobResult.TimedOut)
            return RestoreFailures.TooSlow(timeout);
        if (Says(result, "due to administrator command"))
            return new Ended();
        if (Away.Any(a => Says(result, a)))
            return ServerFailures.Unavailable();
        if (result.ExitCode == JobResult.Killed)
            return new RefusedException(RestoreFailures.Failed, "The archive could not be loaded: a statement of its dump needs more memory than there is for it.");

        var said = result.Tail.Select(l => Error().Match(l)).FirstOrDefault(m => m.Success)?.Groups["words"].Value ?? "";
        return Forbidden.Any(f => said.Contains(f, StringComparison.Ordinal))
            ? new RefusedException(RestoreFailures.Refused, $"The dump tries what a dump may not: {ToolErrors.Cut(said)}")
            : new RefusedException(RestoreFailures.Failed, $"The dump could not be loaded: {ToolErrors.Cut(said)}");
    }

    private static bool Says(JobResult result, string words) => result.Tail.Any(l => l.Contains(words, StringComparison.Ordinal));

    // The first one: psql stops there.
    [GeneratedRegex(@"(?:ERROR|FATAL|error): +(?<words>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Error();

    /// <summary>Its session was ended.</summary>
    internal sealed class Ended() : RefusedException(
        RestoreFailures.Failed, "The load was ended on the database server, because it was in the way of others.");
}
