using System.Text.RegularExpressions;

namespace SaaSOdoo.Domain.Common;

/// <summary>
/// A full host name (RFC 1035 with RFC 1123's leading digits): at least two labels of ASCII letters, digits and hyphens, lower-cased.
/// An address is none: its last label would be a number. International names are given in their <c>xn--</c> form.
/// </summary>
public static partial class HostName
{
    public const int MaxLength = 253;

    public static Result<string?> Optional(string field, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return (string?)null;

        var name = value.Trim().ToLowerInvariant();
        return name.Length <= MaxLength && Shape().IsMatch(name)
            ? name
            : Error.Invalid(field, "host_name.invalid", "Give a full host name such as erp.example.com.");
    }

    [GeneratedRegex(@"\A([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
