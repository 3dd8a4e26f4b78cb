using System.Text;
using System.Text.RegularExpressions;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>The two lines between which newer versions of pg_dump put what they write. Between ours they would be refused.</summary>
internal sealed partial class RestrictPair
{
    public const int LongestLine = 256;

    private string? key;

    /// <summary>Whether the line is one of the two: the first, and the last with the same key.</summary>
    public bool IsOwn(ReadOnlySpan<byte> line)
    {
        var match = Line().Match(Encoding.Latin1.GetString(line));
        if (!match.Success)
            return false;

        var its = match.Groups["key"].Value;
        if (match.Groups["un"].Success)
            return key == its;
        if (key is not null)
            return false;

        key = its;
        return true;
    }

    [GeneratedRegex(@"\A\\(?<un>un)?restrict (?<key>[A-Za-z0-9]+)\r?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();
}
