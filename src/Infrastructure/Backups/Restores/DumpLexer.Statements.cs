namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <content>Inside a statement.</content>
internal sealed partial class DumpLexer
{
    private void StepStatement(byte next)
    {
        switch (state, next)
        {
            case (State.StatementDash, (byte)'-'):
                shape.RemoveLast();
                shape.AddSpace();
                output.Write(next);
                (state, afterComment) = (State.LineComment, State.Statement);
                return;
            case (State.StatementSlash, (byte)'*'):
                shape.RemoveLast();
                shape.AddSpace();
                output.Write(next);
                (state, afterComment, commentDepth, before) = (State.BlockComment, State.Statement, 1, 0);
                return;
        }

        if (PsqlWords.IsPartOfWord(next) && (next != '$' || words.IsInWord))
        {
            state = State.Statement;
            AddToWord(next);
            return;
        }

        var escapes = words.IsEscapePrefix;
        EndWord();
        switch (next)
        {
            case (byte)';' when words.MayEnd:
                output.Write(next);
                EndStatement();
                return;
            case (byte)'\'':
                Mark(next);
                state = escapes || !standardStrings ? State.EscapedText : State.Text;
                return;
            case (byte)'"':
                Mark(next);
                state = State.Name;
                return;
            case (byte)'$':
                output.Write(next);
                dollar.Begin();
                state = State.DollarTag;
                return;
            case (byte)'\\':
                output.Write(next);
                (state, afterMeta) = (State.MetaInside, State.Statement);
                return;
        }

        if (next == ')')
            words.Close();
        Mark(next);
        if (next == '(')
            words.Open();
        state = next switch
        {
            (byte)'-' => State.StatementDash,
            (byte)'/' => State.StatementSlash,
            _ => State.Statement,
        };
    }

    private void AddToWord(byte next)
    {
        words.Add(next);
        Mark(next);
    }

    // The first word decides whether the statement is looked at at all.
    private void EndWord()
    {
        if (words.End() is not { } first || DumpStatements.MayMatter(first))
            return;

        matters = false;
        output.Release();
    }

    private void Mark(byte next)
    {
        if (matters && words.IsShown)
            shape.Add(next);
        output.Write(next);
    }

    private void StepComment(byte next)
    {
        output.Write(next);
        if (state is State.LineComment)
        {
            state = next == '\n' ? afterComment : state;
            return;
        }

        switch (before, next)
        {
            case ((byte)'*', (byte)'/'):
                (commentDepth, before) = (commentDepth - 1, 0);
                break;
            case ((byte)'/', (byte)'*'):
                (commentDepth, before) = (commentDepth + 1, 0);
                break;
            default:
                before = next;
                break;
        }

        if (commentDepth == 0)
            state = afterComment;
    }

    private void StepQuote(byte next)
    {
        switch (state)
        {
            // After a quote either a second one, which stands for itself, or the statement goes on.
            case State.TextEnd or State.EscapedTextEnd when next != '\'':
                state = State.Statement;
                StepStatement(next);
                return;
            case State.DollarTag when !dollar.Accepts(next):
                // A parameter, or what no dump has.
                state = State.Statement;
                words.AfterDollar();
                StepStatement(next);
                return;
        }

        output.Write(next);
        state = (state, next) switch
        {
            (State.Text, _) => State.TextEnd,
            (State.TextEnd, _) => State.Text,
            (State.EscapedTextBackslash, _) => State.EscapedText,
            (State.EscapedText, (byte)'\\') => State.EscapedTextBackslash,
            (State.EscapedText, (byte)'\'') => State.EscapedTextEnd,
            (State.EscapedTextEnd, _) => State.EscapedText,
            (State.Name, _) => State.Statement,
            (State.DollarTag, (byte)'$') => State.DollarBody,
            (State.DollarBody, _) when dollar.Ends(next) => State.Statement,
            _ => state,
        };
    }
}
