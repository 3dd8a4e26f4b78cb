using System.Globalization;
using System.Text;

namespace SaaSOdoo.Domain.Common;

/// <summary>The one rule for free text that people type: trimmed, composed (NFC), no control or formatting characters.</summary>
public static class Text
{
    /// <param name="field">Wire name, for the message.</param>
    /// <param name="multiline">Allows line breaks and tabs.</param>
    public static Result<string> Create(string field, string? value, int min, int max, bool multiline = false)
    {
        var text = UnicodeNormalizer.Normalize(field, (value ?? "").Trim(), min, max);
        if (text.IsFailure)
            return text;

        return text.Value.EnumerateRunes().Any(r => IsHidden(r, multiline))
            ? Error.Invalid(field, "text.control_character", "Control and invisible formatting characters are not allowed.")
            : text;
    }

    public static Result<string?> Optional(string field, string? value, int max, bool multiline = false)
    {
        if (string.IsNullOrWhiteSpace(value))
            return (string?)null;

        var text = Create(field, value, 1, max, multiline);
        return text.IsFailure ? text.Error : text.Value;
    }

    private static bool IsHidden(Rune rune, bool multiline)
    {
        if (rune.Value is '\n' or '\r' or '\t')
            return !multiline;

        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;
    }
}
