using System.Text;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>
/// The shape of a statement: its words in capitals and its marks, without what stands in parentheses. A quoted name is one double quote and a
/// text one single quote, whatever is in them.
/// </summary>
internal sealed class StatementText
{
    /// <summary>Of what is looked at at all; statements that are left out of a dump are short.</summary>
    private const int Longest = 16 * 1024;

    private readonly StringBuilder shape = new();

    public bool IsTooLong => shape.Length >= Longest;

    public void Clear() => shape.Clear();

    public void Add(byte next)
    {
        var character = next < 0x80 ? char.ToUpperInvariant((char)next) : '?';
        if (char.IsWhiteSpace(character))
            AddSpace();
        else if (!IsTooLong)
            shape.Append(character);
    }

    public void AddSpace()
    {
        if (shape.Length > 0 && shape[^1] != ' ' && !IsTooLong)
            shape.Append(' ');
    }

    public void RemoveLast()
    {
        if (shape.Length > 0)
            shape.Length--;
    }

    public override string ToString() => shape.ToString().TrimEnd();
}
