using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SaaSOdoo.TestKit.Mail;

/// <summary>A mail as it came over the wire, read as a mail program reads it (RFC 5322, 2045 to 2047).</summary>
/// <param name="Sender">Of the envelope.</param>
/// <param name="Recipients">Of the envelope.</param>
/// <param name="Data">Header and body.</param>
public sealed partial record ReceivedMail(string Sender, IReadOnlyList<string> Recipients, string Data)
{
    public string Subject => Words(Header("Subject"));

    public string To => Words(Header("To"));

    public string MessageId => Header("Message-ID");

    public string Text => Part("text/plain");

    public string Html => Part("text/html");

    /// <summary>The names of all headers, in order.</summary>
    public IReadOnlyList<string> HeaderNames => [.. Headers(Data).Select(h => h.Name)];

    /// <summary>The one header of this name, as sent but unfolded.</summary>
    public string Header(string name) => Headers(Data).Single(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The first link with a token in the text: what its reader would click.</summary>
    public Uri Link() => new(LinkWithToken().Match(Text).Value);

    private string Part(string mediaType)
    {
        var boundary = Boundary().Match(Header("Content-Type")).Groups["name"].Value;
        var part = Data.Split($"--{boundary}").Single(p => p.Contains($"Content-Type: {mediaType}", StringComparison.OrdinalIgnoreCase)
            && !p.Contains(boundary, StringComparison.Ordinal)).TrimStart('\r', '\n');
        var body = part[(part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return QuotedPrintable(body.Replace("=\r\n", "", StringComparison.Ordinal)).Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static List<(string Name, string Value)> Headers(string data)
    {
        var head = data[..data.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        return [.. Folding().Replace(head, " ").Split("\r\n").Select(line => line.Split(": ", 2)).Select(p => (p[0], p[1]))];
    }

    // Encoded words that follow each other are one text.
    private static string Words(string header) => EncodedWord().Replace(
        BetweenWords().Replace(header, "?="),
        word => word.Groups["form"].Value is "B" or "b"
            ? Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups["text"].Value))
            : QuotedPrintable(word.Groups["text"].Value.Replace('_', ' ')));

    private static string QuotedPrintable(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
            {
                bytes.Add((byte)text[i]);
                continue;
            }

            bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            i += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    [GeneratedRegex(@"https?://\S+#token=\S+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LinkWithToken();

    [GeneratedRegex("boundary=\"?(?<name>[^\";]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"\r\n[ \t]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Folding();

    [GeneratedRegex(@"\?=\s+(?==\?)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BetweenWords();

    [GeneratedRegex(@"=\?utf-8\?(?<form>[QqBb])\?(?<text>[^?]*)\?=", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex EncodedWord();
}
