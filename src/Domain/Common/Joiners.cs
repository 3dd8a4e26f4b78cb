using System.Globalization;
using System.Text;

namespace SaaSOdoo.Domain.Common;

/// <summary>
/// The joiners of no width (U+200C, U+200D): some scripts cannot be spelt without them, and emoji are put together with them. Anywhere else
/// they are invisible, and make two texts that look like one. After RFC 5892, appendix A.1 and A.2, by blocks instead of joining types.
/// </summary>
internal static class Joiners
{
    private const int Joiner = 0x200D;
    private const int NonJoiner = 0x200C;
    private const int EmojiPresentation = 0xFE0F;

    private static readonly (int From, int To)[] Scripts =
    [
        (0x0600, 0x08FF), // Arabic, Syriac, Thaana, N'Ko, Mandaic
        (0x0900, 0x0DFF), // Devanagari to Sinhala
        (0x1000, 0x109F), // Myanmar
        (0x1780, 0x18AF), // Khmer, Mongolian
        (0x1B00, 0x1BFF), // Balinese, Sundanese, Batak
        (0xA800, 0xA8FF), // Syloti Nagri to Devanagari extended
        (0xA980, 0xA9FF), // Javanese
        (0xFB50, 0xFDFF), // Arabic presentation forms
        (0x11000, 0x11FFF), // Brahmi and what came of it
    ];

    public static bool Is(Rune rune) => rune.Value is Joiner or NonJoiner;

    public static bool Belongs(Rune before, Rune joiner, Rune after) =>
        (IsJoined(before) && IsJoined(after)) || (joiner.Value == Joiner && EndsEmoji(before) && IsEmoji(after));

    private static bool IsJoined(Rune rune) => Array.Exists(Scripts, s => rune.Value >= s.From && rune.Value <= s.To)
        && (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    private static bool IsEmoji(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol;

    // A skin tone (U+1F3FB to U+1F3FF) may stand between.
    private static bool EndsEmoji(Rune rune) => IsEmoji(rune) || rune.Value is EmojiPresentation or (>= 0x1F3FB and <= 0x1F3FF);
}
