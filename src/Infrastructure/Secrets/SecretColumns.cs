using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SaaSOdoo.Infrastructure.Secrets;

/// <param name="Key">The columns of the primary key.</param>
internal sealed record SecretColumn(string Table, string Column, IReadOnlyList<string> Key);

/// <summary>
/// The one list of the columns that hold encrypted values: those that a configuration marks. What is not marked would keep an old key in
/// use for ever; tests search the whole database for it.
/// </summary>
internal static class SecretColumns
{
    private const string Mark = "SaaSOdoo:Secret";

    /// <summary>Every value was encrypted by <see cref="Application.Secrets.ISecretProtector"/>.</summary>
    public static PropertyBuilder<T> IsSecret<T>(this PropertyBuilder<T> property) => property.HasAnnotation(Mark, value: true);

    public static IReadOnlyList<SecretColumn> Of(IReadOnlyModel model) =>
    [
        .. from entity in model.GetEntityTypes()
           from property in entity.GetProperties()
           where property.FindAnnotation(Mark) is not null
           orderby entity.GetTableName(), property.GetColumnName()
           select new SecretColumn(
               entity.GetTableName()!, property.GetColumnName(), [.. entity.FindPrimaryKey()!.Properties.Select(k => k.GetColumnName())]),
    ];
}
