using System.Text.Json;
using System.Text.Json.Serialization;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

internal static class EngineJson
{
    /// <summary>The engine writes PascalCase, except in events and progress (<c>timeNano</c>, <c>status</c>).</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
