using System.Text.RegularExpressions;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

/// <summary>
/// A telephone number in E.164 form: a plus sign, the country, at most 15 digits, nothing between them. What people write is brought into
/// this form before.
/// </summary>
public static partial class PhoneNumber
{
    public const int MaxLength = 16;

    public static Result<string?> Optional(string field, string? value) =>
        string.IsNullOrWhiteSpace(value) ? (string?)null
        : Shape().IsMatch(value) ? value
        : Error.Invalid(field, "phone.invalid", "Give the number in international form without spaces, such as +263771234567.");

    [GeneratedRegex(@"\A\+[1-9][0-9]{6,14}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
