using System.Reflection;
using Mono.Cecil;

namespace SaaSOdoo.Architecture.Tests.Rules;

internal static class LayerRules
{
    private static readonly string[] Runtime = ["System.", "netstandard", "mscorlib"];

    /// <summary>Assemblies that reference something outside the runtime and what is allowed to them.</summary>
    public static Findings ReferenceOnly(IEnumerable<(Assembly Assembly, string[] Allowed)> assemblies) => Findings.Of(
        assemblies,
        a => a.Assembly.GetName().Name!,
        a => Code.ReferencesOf(a.Assembly).Where(r => !Starts(r, Runtime) && !Starts(r, a.Allowed)).Select(r => $"references {r}"));

    /// <summary>Project files that reference a package.</summary>
    public static Findings NoPackages(IEnumerable<string> projects) => Findings.Of(
        projects,
        p => Path.GetFileName(p),
        p => File.ReadLines(p).Where(l => l.Contains("<PackageReference", StringComparison.Ordinal)).Select(l => l.Trim()));

    /// <summary>Types that use a type of a given assembly or name.</summary>
    public static Findings NeverUse(IEnumerable<TypeDefinition> types, Func<TypeReference, bool> forbidden) =>
        NeverUse(types, (_, used) => forbidden(used));

    /// <summary>The same, for a rule that depends on who uses it.</summary>
    public static Findings NeverUse(IEnumerable<TypeDefinition> types, Func<TypeDefinition, TypeReference, bool> forbidden) => Findings.Of(
        types,
        t => t.Name,
        t => Code.TypesUsedBy(t).Where(u => forbidden(t, u)).Select(u => $"uses {u.FullName}").Distinct(StringComparer.Ordinal));

    private static bool Starts(string name, string[] prefixes) => prefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal));
}
