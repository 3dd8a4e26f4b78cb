using System.Text.RegularExpressions;

namespace SaaSOdoo.Architecture.Tests.Rules;

internal static partial class SourceRules
{
    /// <summary>The repository this was built from.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static IReadOnlyList<string> Files(params string[] folders) =>
        [.. folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Root, f), "*.cs", SearchOption.AllDirectories)).Where(IsWritten)];

    public static Findings NoLongerThan(int lines, IEnumerable<string> files) => Findings.Of(
        files,
        f => Path.GetFileName(f),
        f => File.ReadLines(f).Count() is var count && count <= lines ? [] : [$"has {count} lines of at most {lines}"]);

    /// <summary>One file holds the request, its validator and its handler, and no second use case.</summary>
    public static Findings OneUseCaseAFile(IEnumerable<string> files) => Findings.Of(
        files.Where(f => Handler().IsMatch(File.ReadAllText(f))),
        f => Path.GetFileName(f),
        f => Handler().Count(File.ReadAllText(f)) is var count && count == 1 ? [] : [$"holds {count} use cases"]);

    /// <summary>Real PostgreSQL everywhere a handler runs: only ports are substituted.</summary>
    public static Findings NoSubstitutedDatabase(IEnumerable<string> files) => Findings.Of(
        files,
        f => Path.GetFileName(f),
        f => SubstitutedDatabase().Matches(File.ReadAllText(f)).Select(m => $"contains {m.Value}"));

    private static bool IsWritten(string file) =>
        !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "Migrations");

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "SaaSOdoo.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"\bIRequestHandler<", RegexOptions.None, 1000)]
    private static partial Regex Handler();

    [GeneratedRegex(@"Substitute\.For<(IAppDb|AppDb|DbContext)>|UseInMemoryDatabase|UseSqlite", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SubstitutedDatabase();
}
