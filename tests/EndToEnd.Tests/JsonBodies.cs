using System.Text.Json.Nodes;

namespace SaaSOdoo.EndToEnd.Tests;

internal static class JsonBodies
{
    public static JsonObject With(this JsonObject body, string name, JsonNode? value)
    {
        body[name] = value;
        return body;
    }

    public static JsonArray List(params string[] values) => [.. values.Select(v => JsonValue.Create(v))];

    /// <summary>What PUT takes, from what GET gave.</summary>
    public static JsonObject ToChange(this JsonObject instance)
    {
        string[] changeable =
            ["name", "description", "instance_type", "cpu_limit", "memory_limit", "storage_limit", "custom_addons", "disabled_modules", "environment_vars", "metadata"];
        return new(changeable.Select(name => KeyValuePair.Create(name, instance[name]?.DeepClone())));
    }

    public static string Text(this JsonNode node, string member) => node[member].ShouldNotBeNull($"{member} in {node.ToJsonString()}").GetValue<string>();
}
