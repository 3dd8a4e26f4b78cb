namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>
/// The words of a statement as psql counts them, to know which semicolon ends it: none inside parentheses, and none inside the body of a function
/// that is written <c>BEGIN ATOMIC … END</c>.
/// </summary>
internal sealed class PsqlWords
{
    // The longest that means something, and one more.
    private const int Longest = 10;

    private readonly char[] word = new char[Longest];
    private readonly char[] first = new char[4];
    private int length;
    private int count;
    private int parentheses;
    private int bodies;

    public bool IsInWord => length > 0;

    /// <summary>Whether it stands outside of parentheses.</summary>
    public bool IsShown => parentheses == 0;

    public bool MayEnd => parentheses == 0 && bodies == 0;

    /// <summary>Whether the word that ends here is the E before a text in which backslashes mean something.</summary>
    public bool IsEscapePrefix => length == 1 && word[0] == 'E';

    public static bool IsPartOfWord(byte next) =>
        next is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or >= (byte)'0' and <= (byte)'9' or (byte)'_' or (byte)'$' or >= 0x80;

    public void BeginStatement()
    {
        (length, count, parentheses, bodies) = (0, 0, 0, 0);
        Array.Clear(first);
    }

    public void Add(byte next)
    {
        if (length < Longest)
            word[length] = next < 0x80 ? char.ToUpperInvariant((char)next) : '?';
        length++;
    }

    public void Open() => parentheses++;

    public void Close() => parentheses = Math.Max(0, parentheses - 1);

    /// <summary>A dollar that begins no quote was a parameter's: its number belongs to it.</summary>
    public void AfterDollar() => length = 0;

    /// <returns>The word when it is the statement's first.</returns>
    public string? End()
    {
        if (length == 0)
            return null;

        var text = length < Longest ? new string(word, 0, length) : "";
        length = 0;
        Count(text);
        return count == 1 ? text : null;
    }

    private void Count(string text)
    {
        if (text is "CREATE" or "FUNCTION" or "PROCEDURE" or "OR" or "REPLACE" && count < first.Length)
            first[count] = text[0];
        count++;
        if (parentheses > 0 || !IsRoutine())
            return;

        bodies += text switch
        {
            "BEGIN" => 1,
            "CASE" when bodies > 0 => 1,
            "END" when bodies > 0 => -1,
            _ => 0,
        };
    }

    private bool IsRoutine() => first is ['C', 'F' or 'P', ..] or ['C', 'O', 'R', 'F' or 'P'];
}
