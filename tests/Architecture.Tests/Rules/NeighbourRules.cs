using Mono.Cecil;

namespace SaaSOdoo.Architecture.Tests.Rules;

/// <summary>What a feature folder uses of the other feature folders of its layer.</summary>
internal static class NeighbourRules
{
    /// <summary>Features that use another one which is not allowed to them, and permissions that nobody needs.</summary>
    /// <param name="layer">The types of one assembly.</param>
    /// <param name="allowed">By feature, the features it may use, as <c>"Mail Sessions"</c>.</param>
    public static Findings UseAllowed(IEnumerable<TypeDefinition> layer, IReadOnlyDictionary<string, string> allowed) => Findings.Of(
        layer.Where(t => !Wires(t)).GroupBy(FeatureOf, StringComparer.Ordinal).Where(f => FeatureRules.Features.Contains(f.Key)),
        f => f.Key,
        f =>
        {
            var used = f.SelectMany(NeighboursOf).Select(FeatureOf).ToHashSet(StringComparer.Ordinal);
            var granted = allowed.GetValueOrDefault(f.Key, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return [.. used.Except(granted).Select(u => $"uses {u}"), .. granted.Except(used).Select(u => $"does not use {u}")];
        });

    /// <summary>Types that use another feature's internals.</summary>
    /// <param name="layer">The types of one assembly.</param>
    /// <param name="shared">Internals that a feature lends to its neighbours, but not to other layers.</param>
    public static Findings UsePublicTypes(IEnumerable<TypeDefinition> layer, string[] shared) => Findings.Of(
        layer.Where(t => !Wires(t) && FeatureRules.Features.Contains(FeatureOf(t))),
        t => t.Name,
        t => NeighboursOf(t).Where(u => !IsPublic(u) && !shared.Contains(Outermost(u).Name)).Select(u => $"uses {u.FullName}").Distinct(StringComparer.Ordinal));

    // Of the types of the same assembly, Cecil gives the definition and not only a reference.
    private static IEnumerable<TypeDefinition> NeighboursOf(TypeDefinition type) => Code.TypesUsedBy(type).OfType<TypeDefinition>()
        .Where(u => FeatureRules.Features.Contains(FeatureOf(u)) && FeatureOf(u) != FeatureOf(type));

    // It tells the container which class serves which port, of its own feature and of others.
    private static bool Wires(TypeDefinition type) => type.Name.EndsWith("Registration", StringComparison.Ordinal);

    /// <summary>The third part of <c>SaaSOdoo.Domain.Customers</c>.</summary>
    private static string FeatureOf(TypeDefinition type) => Outermost(type).Namespace.Split('.').ElementAtOrDefault(2) ?? "";

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);

    private static bool IsPublic(TypeDefinition type) => type.DeclaringType is null ? type.IsPublic : type.IsNestedPublic && IsPublic(type.DeclaringType);
}
