using System.Text;

namespace SaaSOdoo.Domain.Common;

/// <summary>
/// Normalisation form C, so that a letter typed with a separate accent equals the letter with it. .NET's own needs ICU, which the process
/// runs without: there it silently returns its input. Covers every composition of the Basic Multilingual Plane (Unicode 15) and Korean.
/// </summary>
public static class UnicodeNormalizer
{
    private const char HangulFirst = '\uac00', LeadFirst = '\u1100', VowelFirst = '\u1161', TailBase = '\u11a7';
    private const int Leads = 19, Vowels = 21, Tails = 28;

    private static readonly Dictionary<char, string> Decomposed = [];
    private static readonly Dictionary<(char Base, char Mark), char> Composed = [];
    private static readonly Dictionary<char, byte> Classes = [];

    static UnicodeNormalizer()
    {
        for (var i = 0; i < UnicodeCompositionTable.Same.Length; i += 2)
            Decomposed[UnicodeCompositionTable.Same[i]] = UnicodeCompositionTable.Same[i + 1].ToString();

        foreach (var (mark, order, pairs) in UnicodeCompositionTable.Rows)
        {
            Classes[mark] = order;
            for (var i = 0; i < pairs.Length; i += 2)
            {
                Composed[(pairs[i], mark)] = pairs[i + 1];
                Decomposed[pairs[i + 1]] = $"{pairs[i]}{mark}";
            }
        }
    }

    public static string Compose(string text)
    {
        if (text.All(char.IsAscii))
            return text;

        var parts = new StringBuilder(text.Length);
        foreach (var c in text)
            Decompose(c, parts);
        return Join(Ordered(parts));
    }

    private static void Decompose(char c, StringBuilder into)
    {
        if (!Decomposed.TryGetValue(c, out var parts))
        {
            into.Append(c);
            return;
        }

        foreach (var part in parts)
            Decompose(part, into);
    }

    // Marks that do not touch each other have a fixed order: stable, by class, within each run.
    private static StringBuilder Ordered(StringBuilder parts)
    {
        for (var i = 1; i < parts.Length; i++)
        {
            for (var j = i; j > 0 && ClassOf(parts[j]) != 0 && ClassOf(parts[j - 1]) > ClassOf(parts[j]); j--)
                (parts[j - 1], parts[j]) = (parts[j], parts[j - 1]);
        }

        return parts;
    }

    private static string Join(StringBuilder parts)
    {
        var result = new StringBuilder(parts.Length);
        var starter = -1;
        var last = -1;
        for (var i = 0; i < parts.Length; i++)
        {
            var order = ClassOf(parts[i]);
            var reaches = starter >= 0 && (last < order || last < 0);
            if (reaches && Pair(result[starter], parts[i]) is { } whole)
            {
                result[starter] = whole;
                continue;
            }

            last = order == 0 ? -1 : order;
            if (order == 0)
                starter = result.Length;
            result.Append(parts[i]);
        }

        return result.ToString();
    }

    private static char? Pair(char first, char second)
    {
        if (Composed.TryGetValue((first, second), out var whole))
            return whole;
        if (first - LeadFirst is >= 0 and < Leads && second - VowelFirst is >= 0 and < Vowels)
            return (char)(HangulFirst + ((((first - LeadFirst) * Vowels) + (second - VowelFirst)) * Tails));
        return first - HangulFirst is >= 0 and < Leads * Vowels * Tails && (first - HangulFirst) % Tails == 0 && second - TailBase is > 0 and < Tails
            ? (char)(first + (second - TailBase))
            : null;
    }

    private static byte ClassOf(char c) => Classes.GetValueOrDefault(c);
}
