using System.Globalization;
using PdfSharp.Drawing;

namespace SaaSOdoo.Infrastructure.Invoices.Documents;

internal static class PdfText
{
    /// <summary>Lines that fit into a width: broken between words, and within a word that is wider than a line.</summary>
    public static IEnumerable<string> Wrap(XGraphics graphics, string text, XFont font, double width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (Fits(longer))
            {
                line = longer;
                continue;
            }

            if (line.Length > 0)
                yield return line;
            line = word;
            while (!Fits(line))
            {
                var part = Longest(line);
                yield return part;
                line = line[part.Length..];
            }
        }

        if (line.Length > 0)
            yield return line;

        bool Fits(string candidate) => graphics.MeasureString(candidate, font).Width <= width;

        // By what people see as characters, and at least one of them.
        string Longest(string word)
        {
            var taken = "";
            var characters = StringInfo.GetTextElementEnumerator(word);
            while (characters.MoveNext())
            {
                var next = taken + characters.GetTextElement();
                if (taken.Length > 0 && !Fits(next))
                    break;
                taken = next;
            }

            return taken;
        }
    }
}
