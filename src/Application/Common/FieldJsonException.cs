using System.Text.Json;

namespace SaaSOdoo.Application.Common;

/// <summary>A value in a body that its type refuses. Its text is for the caller, unlike that of other JSON exceptions.</summary>
/// <param name="expected">Goes on after the field's name: <c>must be one of: start, stop</c>.</param>
public sealed class FieldJsonException(string expected) : JsonException(expected)
{
    public string Expected { get; } = expected;
}
