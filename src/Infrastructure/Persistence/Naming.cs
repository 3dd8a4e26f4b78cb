using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Persistence;

/// <summary>snake_case tables and columns, and constraint names that say what they are: pk_, ux_, ix_, fk_.</summary>
internal static class Naming
{
    public static void UseSnakeCaseNames(this ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes().Where(e => !e.IsMappedToJson()))
        {
            var table = SnakeCase(entity.GetTableName()!);
            entity.SetTableName(table);

            foreach (var property in entity.GetProperties().Where(p => p.Name != nameof(AggregateRoot.Version)))
                property.SetColumnName(SnakeCase(property.GetColumnName()));

            foreach (var complex in entity.GetComplexProperties())
            {
                foreach (var property in complex.ComplexType.GetProperties())
                    property.SetColumnName($"{SnakeCase(complex.Name)}_{SnakeCase(property.Name)}");
            }

            foreach (var key in entity.GetKeys())
                key.SetName(key.IsPrimaryKey() ? $"pk_{table}" : $"ux_{table}_{Columns(key.Properties)}");

            foreach (var foreignKey in entity.GetForeignKeys())
                foreignKey.SetConstraintName($"fk_{table}_{Columns(foreignKey.Properties)}");

            foreach (var index in entity.GetIndexes().Where(i => i.Name is null))
                index.SetDatabaseName($"{(index.IsUnique ? "ux" : "ix")}_{table}_{Columns(index.Properties)}");
        }
    }

    public static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static string Columns(IEnumerable<IReadOnlyProperty> properties) =>
        string.Join('_', properties.Select(p => SnakeCase(p.GetColumnName())));
}
