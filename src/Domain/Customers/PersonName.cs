using System.Text;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

/// <summary>
/// First and last name; the last one is empty for people who have one name. Letters of every script, but nothing that could be markup, a
/// header or a command in a mail or a log.
/// </summary>
public sealed record PersonName
{
    /// <summary>Of each of the two.</summary>
    public const int MaxLength = 50;

    /// <summary>Of both, with the blank between them.</summary>
    public const int FullMaxLength = (2 * MaxLength) + 1;
    private const string Punctuation = " '’-.,·";

    public static readonly PersonName Erased = new("Deleted", "customer");

    private PersonName(string first, string last) => (First, Last) = (first, last);

    public string First { get; }
    public string Last { get; }

    public string Full => Last.Length == 0 ? First : $"{First} {Last}";

    public static Result<PersonName> Create(string? first, string? last)
    {
        var errors = new Errors();
        var firstName = errors.Take(Part("first_name", first));
        var lastName = errors.Take(string.IsNullOrWhiteSpace(last) ? "" : Part("last_name", last));
        return errors.Any ? errors.ToError() : new PersonName(firstName!, lastName!);
    }

    private static Result<string> Part(string field, string? value)
    {
        var text = Text.Create(field, value, 1, MaxLength);
        if (text.IsFailure)
            return text;

        return BeginsWithLetter(text.Value) && text.Value.EnumerateRunes().All(IsAllowed)
            ? text
            : Error.Invalid(field, "person_name.invalid", "Give a name that begins with a letter; letters, spaces, digits, hyphens, apostrophes and dots may follow.");
    }

    // 't Hooft begins with an apostrophe.
    private static bool BeginsWithLetter(string text) =>
        Rune.IsLetter(Rune.GetRuneAt(text, text.Length > 1 && text[0] is ('\'' or '’') ? 1 : 0));

    private static bool IsAllowed(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || Joiners.Is(rune) || Rune.GetUnicodeCategory(rune) is
            System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark
        || (rune.IsBmp && Punctuation.Contains((char)rune.Value));
}
