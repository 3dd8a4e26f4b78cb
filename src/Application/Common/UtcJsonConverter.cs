using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace SaaSOdoo.Application.Common;

/// <summary>
/// Times in JSON, in bodies and events alike: RFC 3339 in UTC with <c>Z</c> and six digits, as many as PostgreSQL keeps, so that a command
/// answers what a query will. Taken with any offset, but not without: that would be a time of whichever zone the server stands in.
/// </summary>
public sealed partial class UtcJsonConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const string Expected = "must be a time with an offset, such as 2026-11-22T09:00:00Z or 2026-11-22T11:00:00+02:00";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || reader.GetString() is not { } text || !Rfc3339().IsMatch(text)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            throw new FieldJsonException(Expected);

        return Microseconds(time.ToUniversalTime());
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));

    private static DateTimeOffset Microseconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})\\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rfc3339();
}
