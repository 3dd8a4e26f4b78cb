using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace SaaSOdoo.Architecture.Tests.Rules;

/// <summary>Compiled code, method bodies included: what reflection cannot see.</summary>
internal static class Code
{
    /// <summary>The types as written; what the compiler makes of them (closures, state machines) belongs to them.</summary>
    public static IReadOnlyList<TypeDefinition> TypesOf(Assembly assembly) =>
        [.. ModuleDefinition.ReadModule(assembly.Location).Types.Where(t => t.Name != "<Module>" && !IsGenerated(t))];

    public static IReadOnlyList<TypeDefinition> Planted(string group) =>
        [.. TypesOf(typeof(Code).Assembly).Where(t => t.Namespace == $"SaaSOdoo.Architecture.Tests.Planted.{group}")];

    public static IEnumerable<string> ReferencesOf(Assembly assembly) =>
        ModuleDefinition.ReadModule(assembly.Location).AssemblyReferences.Select(r => r.Name);

    /// <summary>Every type that the code mentions in a signature, a field, an attribute, a constraint or a body.</summary>
    public static IEnumerable<TypeReference> TypesUsedBy(TypeDefinition type) => Whole(type).SelectMany(t =>
        t.Fields.Select(f => f.FieldType)
            .Concat(t.Interfaces.Select(i => i.InterfaceType))
            .Concat(t.BaseType is null ? [] : [t.BaseType])
            .Concat(t.GenericParameters.Concat(t.Methods.SelectMany(m => m.GenericParameters)).SelectMany(p => p.Constraints).Select(c => c.ConstraintType))
            .Concat(t.Fields.Concat<Mono.Cecil.ICustomAttributeProvider>(t.Properties).Concat(t.Methods).Append(t).SelectMany(Attributes))
            .Concat(t.Methods.SelectMany(m => m.Parameters.Select(p => p.ParameterType).Append(m.ReturnType)))
            .Concat(Bodies(t).SelectMany(b => b.Variables.Select(v => v.VariableType).Concat(b.ExceptionHandlers.Select(h => h.CatchType).OfType<TypeReference>())))
            .Concat(Instructions(t).SelectMany(Mentioned)))
        .SelectMany(Parts);

    /// <summary>Every member that the code calls, as <c>Namespace.Type::member</c>.</summary>
    public static IEnumerable<string> CallsOf(TypeDefinition type) => Whole(type).SelectMany(Instructions)
        .Select(i => i.Operand).OfType<MethodReference>()
        .Select(m => $"{m.DeclaringType.GetElementType().FullName}::{m.Name}");

    /// <summary>Every type that the code makes an object of.</summary>
    public static IEnumerable<string> MadeBy(TypeDefinition type) => Whole(type).SelectMany(Instructions)
        .Where(i => i.OpCode == OpCodes.Newobj).Select(i => ((MethodReference)i.Operand).DeclaringType.FullName);

    /// <summary>Every method with a body, those of closures and state machines included.</summary>
    public static IEnumerable<MethodDefinition> MethodsOf(TypeDefinition type) =>
        Whole(type).SelectMany(t => t.GetMethods().Concat(t.GetConstructors())).Where(m => m.HasBody);

    private static bool IsGenerated(TypeDefinition type) =>
        type.Namespace.StartsWith("System", StringComparison.Ordinal) || type.Namespace.StartsWith("Microsoft", StringComparison.Ordinal)
        || type.Name.Contains('<', StringComparison.Ordinal);

    private static IEnumerable<TypeDefinition> Whole(TypeDefinition type) => type.NestedTypes.SelectMany(Whole).Prepend(type);

    private static IEnumerable<Mono.Cecil.Cil.MethodBody> Bodies(TypeDefinition type) =>
        type.GetMethods().Concat(type.GetConstructors()).Where(m => m.HasBody).Select(m => m.Body);

    private static IEnumerable<Instruction> Instructions(TypeDefinition type) => Bodies(type).SelectMany(b => b.Instructions);

    private static IEnumerable<TypeReference> Attributes(Mono.Cecil.ICustomAttributeProvider member) => member.CustomAttributes.SelectMany(a =>
        a.ConstructorArguments.Select(c => c.Value).OfType<TypeReference>().Append(a.AttributeType));

    private static IEnumerable<TypeReference> Mentioned(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        GenericParameter => [],
        TypeSpecification whole => Parts(whole.ElementType),
        _ => [type],
    };
}
