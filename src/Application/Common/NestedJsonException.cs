using System.Text.Json;

namespace SaaSOdoo.Application.Common;

/// <summary>
/// What a serializer within a converter could not read. The outer serializer sets the path to the converter's member; the path from there on is
/// in the cause, which would otherwise hide it.
/// </summary>
public sealed class NestedJsonException(JsonException cause) : JsonException(cause.Message, cause)
{
    public JsonException Cause { get; } = cause;
}
