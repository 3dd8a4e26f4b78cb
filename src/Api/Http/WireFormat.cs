using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using SaaSOdoo.Application.Common;

namespace SaaSOdoo.Api.Http;

/// <summary>JSON as the API speaks it (api.md): snake_case, strict in what it takes.</summary>
internal static class WireFormat
{
    public static IServiceCollection AddWireFormat(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));

    public static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.PropertyNameCaseInsensitive = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(RequireWhatHasNoDefault).WithAddedModifier(HideVersion)
            .WithAddedModifier(LeaveOutWhatIsNotGiven).WithAddedModifier(ReadOnlyMembers.TakeAlong);
        json.Converters.Add(new EnumJsonConverterFactory());
        json.Converters.Add(new IdJsonConverterFactory());
        json.Converters.Add(new OptionalJsonConverterFactory());
        json.Converters.Add(new UtcJsonConverter());
        json.Converters.Add(new TextConverter());
    }

    // The serializer's own option would also require nullable parameters that have no default.
    private static void RequireWhatHasNoDefault(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property is { Set: not null, AssociatedParameter: { HasDefaultValue: false } parameter })
                property.IsRequired = !parameter.IsNullable && Nullable.GetUnderlyingType(parameter.ParameterType) is null;
        }
    }

    // It is the ETag header.
    private static void HideVersion(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(IVersioned)) || type.Kind != JsonTypeInfoKind.Object)
            return;

        var version = type.Properties.Single(p => p.Name == "version");
        version.ShouldSerialize = (_, _) => false;
    }

    private static void LeaveOutWhatIsNotGiven(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.PropertyType.IsAssignableTo(typeof(IOptional))))
            property.ShouldSerialize = (_, value) => value is IOptional { IsGiven: true };
    }

    /// <summary>PostgreSQL stores no NUL in text: refused here, where the field has a name.</summary>
    private sealed class TextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => WithoutNul(reader.GetString());

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            WithoutNul(reader.GetString())!;

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

        private static string? WithoutNul(string? text) =>
            text?.Contains('\0') == true ? throw new FieldJsonException("must not hold the character NUL") : text;
    }
}
