using System.Text;

namespace SaaSOdoo.Domain.Common;

/// <summary>
/// Normalisation form C, so that a letter typed with a separate accent equals the letter with it. Length comes first: what is refused for it
/// costs nothing, however many marks a stranger stacks on a letter.
/// </summary>
public static class UnicodeNormalizer
{
    // UTF-16 units that one unit of form C stands for at most when it is written in parts (U+1F82: a letter and three marks).
    private const int LongestDecomposition = 4;

    /// <summary>False where the process runs without ICU: there .NET returns text as it is and says nothing.</summary>
    public static bool IsAvailable => string.Equals("e\u0301".Normalize(NormalizationForm.FormC), "\u00e9", StringComparison.Ordinal);

    /// <summary>Refuses what has another length than <paramref name="min"/> to <paramref name="max"/> in form C, or holds half a surrogate pair.</summary>
    public static Result<string> Normalize(string field, string text, int min, int max)
    {
        if (text.Length > max * LongestDecomposition)
            return WrongLength(field, min, max);
        // .NET reads half a pair as the replacement character, which nobody types either.
        if (text.EnumerateRunes().Contains(Rune.ReplacementChar))
            return Error.Invalid(field, "text.malformed", "Contains a broken character; send valid Unicode.");

        var normal = text.Normalize(NormalizationForm.FormC);
        return normal.Length >= min && normal.Length <= max ? normal : WrongLength(field, min, max);
    }

    private static Error WrongLength(string field, int min, int max) => Error.Invalid(field, "text.length", $"Give {min} to {max} characters.");
}
