using System.Text.Json;
using System.Text.Json.Serialization;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>Enums in JSON by <see cref="EnumText{TEnum}"/>, wherever JSON is: bodies, events, columns.</summary>
public sealed class EnumJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(EnumJsonConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class EnumJsonConverter<TEnum> : JsonConverter<TEnum> where TEnum : struct, Enum
    {
        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()) : throw Refused();

        public override TEnum ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
            writer.WriteStringValue(EnumText<TEnum>.Of(value));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
            writer.WritePropertyName(EnumText<TEnum>.Of(value));

        private static TEnum Parse(string? word) => EnumText<TEnum>.TryParse(word, out var member) ? member : throw Refused();

        private static FieldJsonException Refused() => new(EnumText<TEnum>.Expected);
    }
}
