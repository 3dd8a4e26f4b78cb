using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Instances;

/// <summary>The fields of an instance that may change, by their names in the API.</summary>
internal static class InstanceFields
{
    public static IReadOnlyList<string> ThatDiffer(Instance instance, InstanceSettings wanted)
    {
        (string Name, bool Differs)[] fields =
        [
            ("name", instance.Name != wanted.Name),
            ("description", instance.Description != wanted.Description),
            ("instance_type", instance.InstanceType != wanted.InstanceType),
            ("cpu_limit", instance.CpuLimit != wanted.Limits.Cpus),
            ("memory_limit", instance.MemoryLimit != wanted.Limits.Memory),
            ("storage_limit", instance.StorageLimit != wanted.Limits.Storage),
            ("custom_addons", !Same(instance.CustomAddons, wanted.CustomAddons)),
            ("disabled_modules", !Same(instance.DisabledModules, wanted.DisabledModules)),
            ("environment_vars", instance.EnvironmentVars != wanted.ProtectedVars),
            ("metadata", !SameMetadata(instance, wanted)),
        ];
        return [.. fields.Where(f => f.Differs).Select(f => f.Name)];
    }

    private static bool Same(List<string> one, List<string> other) => one.ToHashSet(StringComparer.Ordinal).SetEquals(other);

    private static bool SameMetadata(Instance instance, InstanceSettings wanted) =>
        instance.Metadata.Count == wanted.Metadata.Count && instance.Metadata.All(
            m => wanted.Metadata.TryGetValue(m.Key, out var value) && System.Text.Json.JsonElement.DeepEquals(m.Value, value));
}
