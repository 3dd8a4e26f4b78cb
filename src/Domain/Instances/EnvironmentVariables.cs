using System.Collections.Frozen;
using System.Text.RegularExpressions;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Instances;

/// <summary>Environment variables the customer adds to the container. Names that the platform, Odoo or the loader read are refused.</summary>
public static partial class EnvironmentVariables
{
    public const int MaxCount = 50;
    public const int MaxValueLength = 4096;
    private const string Field = "environment_vars";

    private static readonly FrozenSet<string> Reserved = new[]
    {
        "HOME", "HOST", "HOSTNAME", "LANG", "LC_ALL", "PASSWORD", "PATH", "PORT", "SHELL", "TERM", "USER",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] ReservedPrefixes = ["BASH_", "DB_", "LD_", "ODOO_", "OPENERP_", "PG", "PYTHON", "SAASODOO_"];

    public static Result<Dictionary<string, string>> Create(IReadOnlyDictionary<string, string?>? variables)
    {
        variables ??= new Dictionary<string, string?>(StringComparer.Ordinal);
        if (variables.Count > MaxCount)
            return Error.Invalid(Field, "instance.too_many_variables", $"Give at most {MaxCount} variables.");

        foreach (var (name, value) in variables)
        {
            if (!Pattern().IsMatch(name))
                return Error.Invalid(Field, "instance.variable_name_invalid",
                    "Variable names are upper-case letters, digits and underscores, not beginning with a digit, at most 100 characters.");

            if (Reserved.Contains(name) || ReservedPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)))
                return Error.Invalid(Field, "instance.variable_reserved", $"{name} is set by the platform and cannot be given.");

            if (value is null || value.Length > MaxValueLength || value.Any(char.IsControl))
                return Error.Invalid(Field, "instance.variable_value_invalid",
                    $"The value of {name} must be one line of at most {MaxValueLength} characters.");
        }

        return variables.ToDictionary(v => v.Key, v => v.Value!, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\A[A-Z_][A-Z0-9_]{0,99}\z", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Pattern();
}
