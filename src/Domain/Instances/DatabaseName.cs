using System.Text.RegularExpressions;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Instances;

/// <summary>The customer's name for the database; the physical name is derived from the instance's id, never from this.</summary>
public static partial class DatabaseName
{
    public const int MaxLength = 50;

    public static Result<string> Create(string? value) => value is not null && Pattern().IsMatch(value)
        ? value
        : Error.Invalid("database_name", "instance.database_name_invalid",
            "Give 1 to 50 lower-case letters, digits and underscores, beginning with a letter.");

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,49}\z", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Pattern();
}
