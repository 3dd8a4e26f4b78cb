using System.Globalization;
using System.Text;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>
/// What stands in a mail between our own words. People type names, and a mail in the platform's name carries them to strangers: each is on one
/// line, in quotation marks, and no mail program makes a link of it.
/// </summary>
internal static class MailValues
{
    // Invisible, and no part of any address.
    private const char LinkBreaker = '\u2060';

    private static readonly string[] Addresses = ["link", "url"];
    private static readonly string[] Names = ["instance", "tenant", "inviter", "member", "key_name", "device"];

    /// <exception cref="FormatException">An address is none.</exception>
    public static string Of(string name, string value)
    {
        var line = OneLine(value);
        if (Addresses.Contains(name, StringComparer.Ordinal))
            return Checked(name, line);

        return Names.Contains(name, StringComparer.Ordinal) ? Quoted(WithoutLinks(line)) : WithoutLinks(line);
    }

    // A line break would be a header in the subject and a paragraph of ours in the text; what turns the direction of writing round makes a line
    // read otherwise than it is. Joiners are part of the spelling where names have them.
    private static string OneLine(string value) => string.Concat(value.EnumerateRunes()
        .Select(rune => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => " ",
            UnicodeCategory.Format when rune.Value is not (0x200C or 0x200D) => "",
            _ => rune.ToString(),
        })).Trim();

    // Nobody writes on after the name as if it were we.
    private static string Quoted(string name) => $"“{string.Concat(name.Select(c => c is '"' or '“' or '”' or '„' ? '\'' : c))}”";

    private static string WithoutLinks(string text)
    {
        var inert = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            inert.Append(text[i]);
            var joinsHost = text[i] == '.' && i > 0 && char.IsLetterOrDigit(text[i - 1]) && i + 1 < text.Length && char.IsLetter(text[i + 1]);
            if (joinsHost || (text[i] == ':' && text.AsSpan(i + 1).StartsWith("//")))
                inert.Append(LinkBreaker);
        }

        return inert.ToString();
    }

    // The one kind of value that becomes an attribute which a browser follows.
    private static string Checked(string name, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
            ? value
            : throw new FormatException($"{name} is not an http or https address.");
}
