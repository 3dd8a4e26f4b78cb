using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Provisioning.Odoo;

/// <summary>Why Odoo ended with an error, in words a customer may read.</summary>
internal static class JobFailure
{
    private const int MaxLength = 300;

    private static readonly string[] DatabaseAway =
    [
        "could not connect to server", "connection to server", "database server does not answer", "due to administrator command",
        "server closed the connection", "the database system is",
    ];

    /// <param name="what">What did not succeed.</param>
    public static Exception Of(JobResult result, string secret, string code = "template_failed", string what = "Odoo could not install what was asked for")
    {
        if (result.Tail.Any(line => DatabaseAway.Any(sign => line.Contains(sign, StringComparison.OrdinalIgnoreCase))))
            return ServerFailures.Unavailable();

        var reason = result.ExitCode switch
        {
            JobResult.TimedOut => "it took too long",
            JobResult.Killed => "it needed more memory than it may have",
            _ => LastError(result.Tail),
        };
        return new RefusedException(code, $"{what}: {Clean(reason, secret)}.");
    }

    private static string LastError(IReadOnlyList<string> lines) =>
        lines.LastOrDefault(IsException)
        ?? lines.LastOrDefault(l => l.Contains(" ERROR ") || l.Contains(" CRITICAL "))
        ?? "it gave no reason";

    // The last line of a Python traceback: "odoo.exceptions.UserError: the reason".
    private static bool IsException(string line)
    {
        var type = line.Split(": ")[0];
        return type.Length > 0 && char.IsLetter(type[0]) && !type.Contains(' ')
            && (type.EndsWith("Error", StringComparison.Ordinal) || type.EndsWith("Exception", StringComparison.Ordinal));
    }

    private static string Clean(string line, string secret)
    {
        var text = line.Replace(secret, "***", StringComparison.Ordinal).Trim().TrimEnd('.');
        return text.Length <= MaxLength ? text : text[..MaxLength];
    }
}
