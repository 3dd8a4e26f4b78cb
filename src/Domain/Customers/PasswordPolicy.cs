using System.Text;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

/// <summary>What a password must be, wherever one is chosen: at registration, change and reset.</summary>
public static class PasswordPolicy
{
    public const int MinLength = 8;
    public const int MaxLength = 128;

    private static readonly (Func<string, bool> Holds, string Message)[] Rules =
    [
        (p => p.Length is >= MinLength and <= MaxLength, $"Use {MinLength} to {MaxLength} characters."),
        (p => p.EnumerateRunes().Any(Rune.IsUpper), "Use at least one upper-case letter."),
        (p => p.EnumerateRunes().Any(Rune.IsLower), "Use at least one lower-case letter."),
        (p => p.EnumerateRunes().Any(Rune.IsDigit), "Use at least one digit."),
        (p => p.EnumerateRunes().Any(r => Rune.IsPunctuation(r) || Rune.IsSymbol(r)), "Use at least one special character."),
        (p => !p.EnumerateRunes().Any(Rune.IsControl), "Control characters are not allowed."),
    ];

    /// <summary>
    /// The form in which a password is judged, hashed and compared: the same letters typed on another keyboard are the same password. Null for
    /// what is none: longer than any can be, or broken text.
    /// </summary>
    public static string? Normalize(string? password) =>
        UnicodeNormalizer.Normalize("password", password ?? "", min: 0, MaxLength) is { IsFailure: false } normal ? normal.Value : null;

    /// <summary>For a password that exists already: whether it can be one. What cannot is not worth a hash.</summary>
    public static Result CheckTyped(string field, string? password) => Normalize(password) is { Length: > 0 }
        ? Result.Success
        : Error.Invalid(field, "password.invalid", $"Give a password of 1 to {MaxLength} characters.");

    /// <summary>Names every rule the password breaks at once; never repeats the password.</summary>
    public static Result Check(string field, string? password)
    {
        var broken = Normalize(password) is { } normal ? Rules.Where(r => !r.Holds(normal)).Select(r => r.Message).ToArray() : [Rules[0].Message];
        return broken.Length == 0
            ? Result.Success
            : Error.Invalid(field, "password.weak", "The password does not meet the policy.") with
            {
                Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = broken },
            };
    }
}
