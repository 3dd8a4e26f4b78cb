using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace SaaSOdoo.Architecture.Tests.Rules;

internal static partial class MappingRules
{
    private static readonly string[] Mappers = ["AutoMapper.IMapper", "AutoMapper.IMapperBase", "AutoMapper.IRuntimeMapper", "AutoMapper.Mapper"];

    /// <summary>
    /// A DTO is made in one place: written out in one method or expression, or in one map of AutoMapper. So a command and a query that return
    /// it cannot disagree.
    /// </summary>
    public static Findings OneForEachDto(IReadOnlyCollection<TypeDefinition> types)
    {
        var places = types.SelectMany(Code.MethodsOf).SelectMany(MadeIn).ToLookup(m => m.Dto, m => m.Place, StringComparer.Ordinal);
        return Findings.Of(
            types.Where(t => IsDto(t.FullName)),
            t => t.Name,
            t => places[t.FullName].Distinct(StringComparer.Ordinal).ToList() is { Count: > 1 } several ? [$"is made in {string.Join(" and ", several)}"] : []);
    }

    /// <summary>AutoMapper projects queries; it never maps an object.</summary>
    public static Findings ProjectOnly(IEnumerable<TypeDefinition> types) => Findings.Of(
        types,
        t => t.Name,
        t => Code.TypesUsedBy(t).Select(u => u.FullName).Where(Mappers.Contains).Select(u => $"uses {u}")
            .Concat(Code.CallsOf(t).Where(c => c.StartsWith("AutoMapper.", StringComparison.Ordinal) && c.EndsWith("::CreateMap", StringComparison.Ordinal)).Select(c => $"calls {c}"))
            .Distinct(StringComparer.Ordinal));

    private static IEnumerable<(string Dto, string Place)> MadeIn(MethodDefinition method) =>
        // A record's `with` copies what somebody else has made.
        method.Name == "<Clone>$" ? [] : method.Body.Instructions.SelectMany(i => Made(i).Where(IsDto).Select(dto => (dto, PlaceOf(method, i))));

    private static IEnumerable<string> Made(Instruction instruction) => instruction switch
    {
        { OpCode.Code: Mono.Cecil.Cil.Code.Newobj, Operand: MethodReference constructor } => [constructor.DeclaringType.FullName],
        // In an expression, the constructor is only named.
        { OpCode.Code: Mono.Cecil.Cil.Code.Ldtoken, Operand: MethodReference { Name: ".ctor" } constructor } => [constructor.DeclaringType.FullName],
        { Operand: GenericInstanceMethod { Name: "CreateProjection" or "CreateMap", GenericArguments.Count: 2 } map } => [map.GenericArguments[1].FullName],
        _ => [],
    };

    private static bool IsDto(string type) => type.EndsWith("Dto", StringComparison.Ordinal);

    // The method as written: `<Handle>d__1.MoveNext` and `<Handle>b__0` are Handle. All static fields share one method; each counts for itself.
    private static string PlaceOf(MethodDefinition method, Instruction instruction)
    {
        var written = Written().Match($"{method.DeclaringType.Name} {method.Name}") is { Success: true } found ? found.Value : method.Name;
        var place = $"{method.DeclaringType.FullName.Split('/')[0]}.{written}";
        return written == ".cctor" ? $"{place} ({method.Name} {instruction})" : place;
    }

    [GeneratedRegex("(?<=<)[^<>]+(?=>)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Written();
}
