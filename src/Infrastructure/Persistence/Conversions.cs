using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Persistence;

/// <summary>How the domain's types are stored: typed ids as uuid, enums as snake_case text, lists and maps as jsonb.</summary>
internal static class Conversions
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new EnumJsonConverterFactory(), new IdJsonConverterFactory() } };

    public static void UseTypedIds(this ModelConfigurationBuilder configuration)
    {
        var ids = typeof(AggregateRoot).Assembly.GetTypes()
            .Where(t => t is { IsValueType: true, IsGenericType: false } && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>)));

        foreach (var id in ids)
            configuration.Properties(id).HaveConversion(typeof(IdConverter<>).MakeGenericType(id));
    }

    /// <summary>Every enum of the domain and of our own rows as snake_case text, so that rows can be read and renumbering an enum breaks nothing.</summary>
    public static void UseSnakeCaseEnums(this ModelConfigurationBuilder configuration)
    {
        Type[] all = [.. typeof(AggregateRoot).Assembly.GetTypes(), .. typeof(AppDb).Assembly.GetTypes()];
        foreach (var type in all.Where(t => t is { IsEnum: true, IsNested: false }))
            configuration.Properties(type).HaveConversion(typeof(EnumConverter<>).MakeGenericType(type)).HaveMaxLength(40);
    }

    public static void UseCurrencies(this ModelConfigurationBuilder configuration) =>
        configuration.Properties<Currency>().HaveConversion<CurrencyConverter>().HaveMaxLength(Currency.CodeLength);

    /// <summary>A list or map as one jsonb column, compared by content. (EF's primitive collections break on jsonb with this provider.)</summary>
    public static PropertyBuilder<T> IsJsonb<T>(this PropertyBuilder<T> property) where T : class
    {
        property.HasColumnType("jsonb").HasConversion(
            value => JsonSerializer.Serialize(value, Json),
            text => JsonSerializer.Deserialize<T>(text, Json)!,
            new ValueComparer<T>(
                (a, b) => JsonSerializer.Serialize(a, Json) == JsonSerializer.Serialize(b, Json),
                value => JsonSerializer.Serialize(value, Json).GetHashCode(StringComparison.Ordinal),
                value => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, Json), Json)!));
        return property;
    }

    private sealed class IdConverter<TId>() : ValueConverter<TId, Guid>(id => id.Value, value => From<TId>(value))
        where TId : struct, IId<TId>;

    // An expression tree may not call a static interface member itself.
    private static TId From<TId>(Guid value) where TId : struct, IId<TId> => TId.From(value);

    private sealed class CurrencyConverter() : ValueConverter<Currency, string>(
        currency => currency.Code, text => Currency.Create("currency", text).Value);
}
