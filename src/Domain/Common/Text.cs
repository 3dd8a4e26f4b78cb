using System.Globalization;
using System.Text;

namespace SaaSOdoo.Domain.Common;

/// <summary>
/// The one rule for free text that people type: trimmed, composed (NFC), no control characters, nothing invisible but joiners where letters
/// or emoji need them. The length is looked at first, and each character once.
/// </summary>
public static class Text
{
    // Letters and marks without a shape: Hangul fillers, a joiner of graphemes, two vowels of Khmer, an empty Braille cell.
    private static readonly int[] Shapeless = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0];

    /// <param name="field">Wire name, for the message.</param>
    /// <param name="multiline">Allows line breaks and tabs.</param>
    public static Result<string> Create(string field, string? value, int min, int max, bool multiline = false)
    {
        var text = UnicodeNormalizer.Normalize(field, (value ?? "").Trim(), min, max);
        if (text.IsFailure)
            return text;

        return HidesSomething(text.Value, multiline)
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

    private static bool HidesSomething(string text, bool multiline)
    {
        var (before, previous) = (default(Rune), default(Rune));
        foreach (var rune in text.EnumerateRunes())
        {
            if (Joiners.Is(previous) && !Joiners.Belongs(before, previous, rune))
                return true;
            if (!Joiners.Is(rune) && IsHidden(rune, multiline))
                return true;

            (before, previous) = (previous, rune);
        }

        return Joiners.Is(previous);
    }

    private static bool IsHidden(Rune rune, bool multiline)
    {
        if (rune.Value is '\n' or '\r' or '\t')
            return !multiline;

        return Array.IndexOf(Shapeless, rune.Value) >= 0 || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;
    }
}
