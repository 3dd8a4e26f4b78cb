namespace SaaSOdoo.Architecture.Tests.Rules;

/// <summary>What a rule looked at, and who breaks it and how (<c>subject: reason</c>).</summary>
internal sealed record Findings(IReadOnlyList<string> Looked, IReadOnlyList<string> Wrong)
{
    public static Findings Of<T>(IEnumerable<T> subjects, Func<T, string> name, Func<T, IEnumerable<string>> wrong)
    {
        var looked = subjects.ToList();
        return new([.. looked.Select(name)], [.. looked.SelectMany(s => wrong(s).Select(w => $"{name(s)}: {w}"))]);
    }

    public void ShouldHold()
    {
        Looked.ShouldNotBeEmpty("The rule looks at nothing, so it could not fail.");
        Wrong.ShouldBeEmpty();
    }

    /// <summary>The rule finds exactly these offenders, and passes at least one who is innocent.</summary>
    public void ShouldReportOnly(params string[] offenders)
    {
        Wrong.Select(w => w.Split(':')[0]).Distinct(StringComparer.Ordinal).ShouldBe(offenders, ignoreOrder: true);
        Looked.Except(offenders, StringComparer.Ordinal).ShouldNotBeEmpty("Nobody innocent was looked at.");
    }
}
