namespace SaaSOdoo.Infrastructure.Tests.Operations;

/// <summary>Understands <c>sh -c "echo one; echo two; exit 3"</c>: enough for containers that are not there.</summary>
internal static class FakeShell
{
    public static (IReadOnlyList<string> Lines, int ExitCode) Run(IReadOnlyList<string> command)
    {
        var lines = new List<string>();
        foreach (var words in command is ["sh", "-c", var script] ? script.Split(';').Select(s => s.Trim().Split(' ', 2)) : [])
        {
            if (words is ["echo", var line])
                lines.Add(line);
            if (words is ["exit", var code])
                return (lines, int.Parse(code, System.Globalization.CultureInfo.InvariantCulture));
        }

        return (lines, 0);
    }
}
