namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>
/// Reads the text of a dump as psql does, in pieces of any size, and lets it through without the statements of <see cref="DumpStatements"/> and
/// without the dump's own <c>\restrict</c>. It knows quotes, comments, the bodies of functions and the data of COPY, where nothing is looked at.
/// </summary>
/// <remarks>It protects nothing: what a hostile dump hides from it is refused by psql, or by the rights of the role that loads it.</remarks>
internal sealed partial class DumpLexer(DumpOutput output)
{
    private readonly StatementText shape = new();
    private readonly PsqlWords words = new();
    private readonly DollarQuote dollar = new();
    private readonly RestrictPair restrict = new();
    private State state = State.Between;
    private State afterComment;
    private State afterMeta;
    private bool matters;
    private int commentDepth;
    private byte before;
    private bool standardStrings = true;
    private CopyLine copyLine;

    private enum State
    {
        Between, BetweenDash, BetweenSlash, Statement, StatementDash, StatementSlash, LineComment, BlockComment, Text, TextEnd, EscapedText, EscapedTextBackslash,
        EscapedTextEnd, Name, DollarTag, DollarBody, Meta, MetaInside, CopyBegin, CopyData,
    }

    private enum CopyLine
    {
        Begins, Backslash, End, EndAndReturn, Other,
    }

    /// <summary>How many statements of which kind were left out.</summary>
    public IReadOnlyDictionary<string, int> LeftOut => leftOut;

    private readonly SortedDictionary<string, int> leftOut = new(StringComparer.Ordinal);

    public void Read(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var run = state switch
            {
                State.Text => Until(text[at..], (byte)'\''),
                State.Name => Until(text[at..], (byte)'"'),
                State.LineComment => Until(text[at..], (byte)'\n'),
                State.DollarBody when dollar.IsOutside => Until(text[at..], (byte)'$'),
                State.CopyData when copyLine is CopyLine.Other => Until(text[at..], (byte)'\n'),
                _ => 0,
            };
            at += run;
            if (at < text.Length)
                Step(text[at++]);
        }
    }

    /// <summary>At the end of the text.</summary>
    /// <returns>False when it breaks off in the middle of a statement, a quote or a table's data.</returns>
    public bool Finish()
    {
        if (state is State.Meta)
            EndMeta();
        var whole = state is State.Between or State.LineComment && (state is State.Between || afterComment is State.Between);
        output.Release();
        return whole;
    }

    // Bytes up to the next one that matters go through as they are.
    private int Until(ReadOnlySpan<byte> text, byte end)
    {
        var length = text.IndexOf(end);
        if (length < 0)
            length = text.Length;
        output.Write(text[..length]);
        return length;
    }

    private void Step(byte next)
    {
        switch (state)
        {
            case State.Between or State.BetweenDash or State.BetweenSlash:
                StepBetween(next);
                break;
            case State.Statement or State.StatementDash or State.StatementSlash:
                StepStatement(next);
                break;
            case State.LineComment or State.BlockComment:
                StepComment(next);
                break;
            case State.Meta:
                StepMeta(next);
                break;
            case State.MetaInside:
                output.Write(next);
                if (next == '\n')
                    state = afterMeta;
                break;
            case State.CopyBegin:
                output.Write(next);
                if (next == '\n')
                    (state, copyLine) = (State.CopyData, CopyLine.Begins);
                break;
            case State.CopyData:
                StepCopyData(next);
                break;
            default:
                StepQuote(next);
                break;
        }
    }

    private void StepBetween(byte next)
    {
        switch (state, next)
        {
            case (State.BetweenDash, (byte)'-'):
                output.Write(next);
                (state, afterComment) = (State.LineComment, State.Between);
                return;
            case (State.BetweenSlash, (byte)'*'):
                output.Write(next);
                (state, afterComment, commentDepth, before) = (State.BlockComment, State.Between, 1, 0);
                return;
            case (State.BetweenDash or State.BetweenSlash, _):
                // The mark was the beginning of a statement, which is none of ours.
                BeginStatement();
                matters = false;
                StepStatement(next);
                return;
        }

        switch (next)
        {
            case (byte)'-' or (byte)'/':
                output.Write(next);
                state = next == '-' ? State.BetweenDash : State.BetweenSlash;
                break;
            case (byte)'\\':
                output.Hold();
                output.Write(next);
                state = State.Meta;
                break;
            case (byte)';':
            case var _ when IsSpace(next):
                output.Write(next);
                break;
            default:
                output.Hold();
                BeginStatement();
                StepStatement(next);
                break;
        }
    }

    private void BeginStatement()
    {
        (state, matters) = (State.Statement, true);
        shape.Clear();
        words.BeginStatement();
    }

    private void StepMeta(byte next)
    {
        if (next == '\n')
        {
            EndMeta();
            output.Write(next);
            return;
        }

        output.Write(next);
        // Longer than any that is left out.
        if (output.HeldLength > RestrictPair.LongestLine)
        {
            output.Release();
            (state, afterMeta) = (State.MetaInside, State.Between);
        }
    }

    private void EndMeta()
    {
        if (restrict.IsOwn(output.Held))
            LeaveOut(@"\restrict");
        else
            output.Release();
        state = State.Between;
    }

    private void StepCopyData(byte next)
    {
        output.Write(next);
        if (next == '\n')
        {
            if (copyLine is CopyLine.End or CopyLine.EndAndReturn)
                state = State.Between;
            copyLine = CopyLine.Begins;
            return;
        }

        copyLine = (copyLine, next) switch
        {
            (CopyLine.Begins, (byte)'\\') => CopyLine.Backslash,
            (CopyLine.Backslash, (byte)'.') => CopyLine.End,
            (CopyLine.End, (byte)'\r') => CopyLine.EndAndReturn,
            _ => CopyLine.Other,
        };
    }

    private void EndStatement()
    {
        var said = matters && !shape.IsTooLong ? shape.ToString() : "";
        state = State.Between;
        if (output.IsHolding && DumpStatements.LeftOut(said) is { } kind)
        {
            LeaveOut(kind);
            return;
        }

        output.Release();
        standardStrings = DumpStatements.StandardStrings(said) ?? standardStrings;
        if (DumpStatements.IsCopyFromInput(said))
            state = State.CopyBegin;
    }

    private void LeaveOut(string kind)
    {
        output.Drop();
        leftOut[kind] = leftOut.GetValueOrDefault(kind) + 1;
    }

    private static bool IsSpace(byte next) => next is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or (byte)'\v';
}
