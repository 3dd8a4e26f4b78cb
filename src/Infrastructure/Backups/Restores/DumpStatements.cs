using System.Text.RegularExpressions;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>What a dump says that cannot be said here, because roles, owners and versions are others. Nothing else is ever left out.</summary>
internal static partial class DumpStatements
{
    private const string Name = """(?:"+|[A-Z_?][A-Z0-9_$?]*)""";

    /// <summary>Beginnings of statements whose end has to be seen.</summary>
    public static bool MayMatter(string firstWord) => firstWord is "SET" or "ALTER" or "GRANT" or "REVOKE" or "COMMENT" or "COPY";

    /// <summary>Whether lines of data follow the statement.</summary>
    /// <param name="shape">See <see cref="StatementText"/>.</param>
    public static bool IsCopyFromInput(string shape) => CopyFromInput().IsMatch(shape);

    /// <summary>Null when it does not set it.</summary>
    public static bool? StandardStrings(string shape) => StandardStringsSet().Match(shape) switch
    {
        { Success: true } m => m.Groups["value"].Value is "ON" or "TRUE" or "'",
        _ => null,
    };

    /// <summary>What is left out, in words for people; null when the statement stays.</summary>
    public static string? LeftOut(string shape) =>
        TransactionTimeout().IsMatch(shape) ? "SET transaction_timeout"
        : OwnerTo().IsMatch(shape) ? "OWNER TO"
        : CommentOnExtension().IsMatch(shape) ? "COMMENT ON EXTENSION"
        : DefaultPrivileges().IsMatch(shape) ? "ALTER DEFAULT PRIVILEGES"
        : Rights().Match(shape) is { Success: true } m && m.Groups["who"].Value != "PUBLIC" ? "GRANT and REVOKE"
        : null;

    [GeneratedRegex(@"^COPY [^;]*\bFROM STDIN\b", RegexOptions.None, 1000)]
    private static partial Regex CopyFromInput();

    [GeneratedRegex(@"^SET (?:SESSION )?STANDARD_CONFORMING_STRINGS ?(?:=|TO) ?(?<value>\w+|')$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StandardStringsSet();

    [GeneratedRegex(@"^SET (?:SESSION )?TRANSACTION_TIMEOUT ?(?:=|TO) ?(?:\w+|')$", RegexOptions.None, 1000)]
    private static partial Regex TransactionTimeout();

    [GeneratedRegex($"^ALTER [^,]*\\bOWNER TO {Name}$", RegexOptions.None, 1000)]
    private static partial Regex OwnerTo();

    [GeneratedRegex($"^COMMENT ON EXTENSION {Name} IS (?:'|NULL)$", RegexOptions.None, 1000)]
    private static partial Regex CommentOnExtension();

    [GeneratedRegex("^ALTER DEFAULT PRIVILEGES ", RegexOptions.None, 1000)]
    private static partial Regex DefaultPrivileges();

    [GeneratedRegex($"^(?:GRANT|REVOKE) .*?\\b(?:TO|FROM) (?<who>{Name}(?: ?, ?{Name})*)(?: WITH GRANT OPTION| CASCADE| RESTRICT)?(?: GRANTED BY {Name})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rights();
}
