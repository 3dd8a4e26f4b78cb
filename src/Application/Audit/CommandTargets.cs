using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Audit;

/// <summary>What may be told of a command: its name and the typed ids it holds, nothing else, since anything else may be a secret.</summary>
internal static class CommandTargets
{
    private static readonly ConcurrentDictionary<Type, (string Name, PropertyInfo Property, PropertyInfo Value)[]> Known = [];

    public static string NameOf(ICommandBase command) => SnakeCase(command.GetType().Name);

    public static Dictionary<string, Guid> Of(ICommandBase command)
    {
        var targets = new Dictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var (name, property, value) in Known.GetOrAdd(command.GetType(), IdsOf))
        {
            if (property.GetValue(command) is { } id)
                targets[name] = (Guid)value.GetValue(id)!;
        }

        return targets;
    }

    private static (string Name, PropertyInfo Property, PropertyInfo Value)[] IdsOf(Type command) =>
    [
        .. from property in command.GetProperties()
           let type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
           where type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>))
           select (SnakeCase(property.Name), property, type.GetProperty("Value")!),
    ];

    private static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
