using System.Text.RegularExpressions;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Instances;

/// <summary>Environment variables the customer adds to the container: names of the customer's own, see <see cref="ReservedVariables"/>.</summary>
public static partial class EnvironmentVariables
{
    public const int MaxCount = 50;
    public const int MaxValueLength = 4096;
    private const string Field = "environment_vars";

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

            if (ReservedVariables.ReasonFor(name) is { } reason)
                return Error.Invalid(Field, "instance.variable_reserved",
                    $"{name} {reason} and cannot be given: use a name with a prefix of your own, such as SHOP_SETTING.");

            if (value is null || value.Length > MaxValueLength || value.Any(char.IsControl) || !IsUnicode(value))
                return Error.Invalid(Field, "instance.variable_value_invalid",
                    $"The value of {name} must be one line of at most {MaxValueLength} characters.");
        }

        return variables.ToDictionary(v => v.Key, v => v.Value!, StringComparer.Ordinal);
    }

    // Half of a pair has no bytes of its own: something else would arrive in the container.
    private static bool IsUnicode(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i]))
                continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    [GeneratedRegex(@"\A[A-Z_][A-Z0-9_]{0,99}\z", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Pattern();
}
