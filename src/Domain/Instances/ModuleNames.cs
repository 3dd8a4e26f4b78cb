using System.Text.RegularExpressions;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Instances;

/// <summary>Technical names of Odoo modules (<c>sale</c>, <c>purchase</c>).</summary>
public static partial class ModuleNames
{
    public const int MaxCount = 100;

    /// <param name="field">Wire name, for the message.</param>
    public static Result<List<string>> Create(string field, IReadOnlyList<string?>? names)
    {
        names ??= [];
        if (names.Count > MaxCount)
            return Error.Invalid(field, "instance.too_many_modules", $"Name at most {MaxCount} modules.");

        foreach (var name in names)
        {
            if (name is null || !Pattern().IsMatch(name))
                return Error.Invalid(field, "instance.module_name_invalid",
                    $"\"{Shown(name)}\" is not a module name: lower-case letters, digits and underscores, beginning with a letter.");
        }

        return names.Distinct(StringComparer.Ordinal).Count() == names.Count
            ? names.Select(n => n!).ToList()
            : Error.Invalid(field, "instance.module_twice", "Name every module once.");
    }

    // What was sent comes back in the message: enough to find it, not enough to flood a log.
    private static string Shown(string? name) => name is null ? "null" : name.Length <= 40 ? name : name[..40] + "…";

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,99}\z", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Pattern();
}
