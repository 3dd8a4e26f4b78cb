using System.Reflection;
using System.Text.Json;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Http.Problems;

/// <summary>What a field or parameter takes, in the API's words and never by the name of a type.</summary>
internal static class ExpectedValues
{
    /// <summary>Null when the type does not tell.</summary>
    public static string? Of(Type? declared)
    {
        if (declared is null)
            return null;

        var type = Bare(declared);
        if (type.IsAssignableTo(typeof(IQueryValue)))
            return (string)type.GetProperty(nameof(IQueryValue.Expected), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        if (type == typeof(Guid) || Array.Exists(type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>)))
            return "must be an id (a UUID)";
        if (type == typeof(string) || type == typeof(Uri))
            return "must be text";
        if (type == typeof(bool))
            return "must be true or false";
        if (type == typeof(int) || type == typeof(long))
            return "must be a whole number";
        return type == typeof(decimal) || type == typeof(double) ? "must be a number" : null;
    }

    /// <summary>Of a member of a body; null when it is not found.</summary>
    /// <param name="path">As the serializer writes it: <c>part.tags[1]</c>.</param>
    public static string? OfMember(Type? body, string path, JsonSerializerOptions options)
    {
        var type = body;
        foreach (var segment in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = segment.Split('[')[0];
            type = type is null ? null : options.GetTypeInfo(Bare(type)).Properties.FirstOrDefault(p => p.Name == name)?.PropertyType;
            if (segment.Contains('[', StringComparison.Ordinal))
                type = type is null ? null : Bare(type).GetGenericArguments().LastOrDefault();
        }

        if (type is null)
            return null;

        var declared = Bare(type);
        return Of(declared) ?? (declared.IsAssignableTo(typeof(System.Collections.IEnumerable)) && !IsMap(declared) ? "must be a list" : "must be an object");
    }

    private static bool IsMap(Type type) => type.IsGenericType && type.GetGenericArguments().Length == 2;

    private static Type Bare(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? value
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>) ? Bare(type.GetGenericArguments()[0])
        : type;
}
