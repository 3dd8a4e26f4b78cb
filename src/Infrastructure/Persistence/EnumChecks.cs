using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Persistence;

/// <summary>
/// A check constraint on every column that holds an enum, and on the enums of a column that holds one JSON object: a word that no version of
/// the code can read is refused when it is written, by whomever, and no list breaks on it later.
/// </summary>
internal static class EnumChecks
{
    /// <summary>After the tables and columns have their names.</summary>
    public static void CheckEnums(this ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes().Where(e => !e.IsMappedToJson()))
        {
            var properties = entity.GetProperties().Concat(entity.GetComplexProperties().SelectMany(c => c.ComplexType.GetProperties()));
            foreach (var property in properties.ToList())
                Check(entity, property);
        }
    }

    /// <summary>The words that a column with this enum may hold.</summary>
    public static IReadOnlyList<string> WordsOf(Type type) =>
        (IReadOnlyList<string>)typeof(EnumText<>).MakeGenericType(type).GetProperty(nameof(EnumText<>.All))!.GetValue(null)!;

    private static void Check(IMutableEntityType entity, IMutableProperty property)
    {
        var column = property.GetColumnName();
        if (EnumOf(property.ClrType) is { } type)
        {
            Add(entity, column, column, type);
            return;
        }

        if (property.GetColumnType() != "jsonb" || property.ClrType == typeof(string))
            return;

        foreach (var member in property.ClrType.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(m => m.GetIndexParameters().Length == 0))
        {
            if (EnumOf(member.PropertyType) is { } kind)
                Add(entity, $"{column}_{Naming.SnakeCase(member.Name)}", $"{column} ->> '{JsonNamingPolicy.CamelCase.ConvertName(member.Name)}'", kind);
        }
    }

    private static void Add(IMutableEntityType entity, string name, string value, Type type)
    {
        var words = string.Join(", ", WordsOf(type).Select(word => $"'{word}'"));
        entity.AddCheckConstraint($"ck_{entity.GetTableName()}_{name}", $"{value} in ({words})");
    }

    private static Type? EnumOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } found ? found : null;
}
