namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>A text between two <c>$tag$</c>, as functions are written.</summary>
internal sealed class DollarQuote
{
    // PostgreSQL knows no limit; names end there.
    private const int LongestTag = 256;

    private readonly byte[] mark = new byte[LongestTag];
    private int length;
    private int matched;

    /// <summary>Nothing of the end has been seen.</summary>
    public bool IsOutside => matched == 0;

    /// <summary>At the first dollar.</summary>
    public void Begin()
    {
        mark[0] = (byte)'$';
        (length, matched) = (1, 0);
    }

    /// <summary>Whether it goes on as a mark; the second dollar ends it.</summary>
    public bool Accepts(byte next)
    {
        var fits = next is (byte)'$' or (byte)'_' or >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or >= 0x80
            || (length > 1 && next is >= (byte)'0' and <= (byte)'9');
        if (!fits || length == LongestTag)
            return false;

        mark[length++] = next;
        return true;
    }

    /// <summary>Whether the text ends with this byte.</summary>
    public bool Ends(byte next)
    {
        matched = mark[matched] == next ? matched + 1 : next == '$' ? 1 : 0;
        return matched == length;
    }
}
