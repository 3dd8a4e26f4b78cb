using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SaaSOdoo.Infrastructure.Secrets;

/// <param name="Key">Column of the primary key, and its type; null when the values are not encrypted anew.</param>
internal sealed record SecretColumn(string Table, string Column, (string Column, string Type)? Key)
{
    /// <summary>What tells the key of a value. The indexes are of this expression, see <see cref="SecretIndexes"/>.</summary>
    public string KeyOfValue => $"left({Column}, {ProtectedValue.KeyCharacters})";
}

/// <summary>
/// The one list of the columns that hold encrypted values: those that a configuration marks. What is not marked would keep an old key in
/// use for ever; tests search the whole database for it.
/// </summary>
internal static class SecretColumns
{
    private const string Mark = "SaaSOdoo:Secret";

    /// <summary>Every value was encrypted by <see cref="Application.Secrets.ISecretProtector"/>.</summary>
    /// <param name="rotated">Encrypted anew after a rotation; not worth it where values live for a day.</param>
    public static PropertyBuilder<T> IsSecret<T>(this PropertyBuilder<T> property, bool rotated = true) => property.HasAnnotation(Mark, rotated);

    public static IReadOnlyList<SecretColumn> Of(IReadOnlyModel model) =>
    [
        .. from entity in model.GetEntityTypes()
           from property in entity.GetProperties()
           let rotated = property.FindAnnotation(Mark)?.Value as bool?
           where rotated is not null
           orderby entity.GetTableName(), property.GetColumnName()
           select new SecretColumn(entity.GetTableName()!, property.GetColumnName(), rotated == true ? KeyOf(entity) : null),
    ];

    private static (string Column, string Type) KeyOf(IReadOnlyEntityType entity)
    {
        var key = entity.FindPrimaryKey()!.Properties.Single();
        return (key.GetColumnName(), key.GetColumnType()!);
    }
}
