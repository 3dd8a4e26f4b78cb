using System.Text.RegularExpressions;

namespace SaaSOdoo.Architecture.Tests.Rules;

/// <summary>One word for one feature: the folder in each layer and each test project, and the namespace of what lies in it.</summary>
internal static partial class FeatureRules
{
    /// <summary>What the product is made of. A layer without anything of a feature has no folder for it.</summary>
    public static readonly IReadOnlyList<string> Features =
    [
        "ApiKeys", "Audit", "Backups", "Customers", "Events", "Instances", "Invoices", "Mail", "Members", "Operations", "Operators", "Payments", "Plans", "Provisioning",
        "SecondFactor", "Secrets", "Sessions", "Subscriptions", "Tenants", "Webhooks",
    ];

    /// <summary>What a layer has besides features: its own plumbing.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Plumbing = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["src/Domain"] = ["Common"],
        ["src/Application"] = ["Common"],
        ["src/Infrastructure"] = ["Jobs", "Persistence", "Telemetry"],
        ["src/Api"] = ["Auth", "Hosting", "Http", "OpenApi"],
        ["tests/Domain.Tests"] = ["Common"],
        ["tests/Application.Tests"] = ["Common"],
        ["tests/Infrastructure.Tests"] = ["Jobs", "Persistence", "Telemetry"],
        ["tests/Api.Tests"] = ["Auth", "Hosting", "Http", "OpenApi", "Promises"],
        ["tests/EndToEnd.Tests"] = ["Isolation", "Promises"],
    };

    /// <summary>Folders that are neither a feature nor plumbing of their layer.</summary>
    /// <param name="folders">As <c>src/Domain/Customers</c>.</param>
    public static Findings AreFeatures(IEnumerable<string> folders) => Findings.Of(
        folders,
        f => f,
        f => Features.Contains(Path.GetFileName(f)) || Plumbing[Path.GetDirectoryName(f)!.Replace('\\', '/')].Contains(Path.GetFileName(f))
            ? [] : ["is neither a feature nor its layer's plumbing"]);

    /// <summary>Features that the domain or the application knows by no folder: a word that stands in one outer layer only.</summary>
    public static Findings HaveACore(IEnumerable<string> features, IReadOnlyCollection<string> folders) => Findings.Of(
        features,
        f => f,
        f => folders.Contains($"src/Domain/{f}") || folders.Contains($"src/Application/{f}") ? [] : ["has no folder in Domain or Application"]);

    /// <summary>Files whose namespace is not their place.</summary>
    public static Findings NamespaceIsPlace(IEnumerable<(string Path, string Text)> files) => Findings.Of(
        files,
        f => f.Path,
        f => Namespace().Match(f.Text) is { Success: true } found && found.Groups["name"].Value != PlaceOf(f.Path)
            ? [$"is in {found.Groups["name"].Value} instead of {PlaceOf(f.Path)}"] : []);

    public static IReadOnlyList<string> Folders() =>
    [
        .. Plumbing.Keys.SelectMany(layer => Directory.EnumerateDirectories(Path.Combine(SourceRules.Root, layer)).Select(d => $"{layer}/{Path.GetFileName(d)}"))
            .Where(f => Path.GetFileName(f) is not ("bin" or "obj" or "Properties" or "TestResults")),
    ];

    private static string PlaceOf(string path) => "SaaSOdoo." + string.Join('.', path.Split('/')[1..^1]);

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Namespace();
}
