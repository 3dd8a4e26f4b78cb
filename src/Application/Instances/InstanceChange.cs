using System.Text.Json;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Instances;

/// <summary>What is to be changed of an instance's settings.</summary>
public sealed record InstanceChange(
    Optional<string> Name,
    Optional<string> Description,
    Optional<InstanceType?> InstanceType,
    Optional<decimal?> CpuLimit,
    Optional<string> MemoryLimit,
    Optional<string> StorageLimit,
    Optional<List<string?>> CustomAddons,
    Optional<List<string?>> DisabledModules,
    Optional<Dictionary<string, string?>> EnvironmentVars,
    Optional<Dictionary<string, JsonElement>> Metadata)
{
    /// <summary>The settings that an instance has after the change, not checked yet. What is left out is not checked again: see <see cref="Keep"/>.</summary>
    internal InstanceSettingsInput Of(Instance instance, ISecretProtector protector) => protector.WithStoredVariables(new(
        Name.Or(instance.Name),
        Description.Or(instance.Description),
        InstanceType.Or(instance.InstanceType, InstanceDefaults.Type),
        CpuLimit.Or(instance.CpuLimit, InstanceDefaults.CpuLimit),
        MemoryLimit.Or(instance.MemoryLimit.Text, InstanceDefaults.MemoryLimit),
        StorageLimit.Or(instance.StorageLimit.Text, InstanceDefaults.StorageLimit),
        CustomAddons.Or([.. instance.CustomAddons]),
        DisabledModules.Or([.. instance.DisabledModules]),
        EnvironmentVars.Or(current: null),
        Metadata.Or(current: null)), instance.EnvironmentVars);

    /// <summary>With the variables and metadata that the instance has, where the change does not name them: they were taken by the rules of their time.</summary>
    internal InstanceSettings Keep(InstanceSettings settings, Instance instance, ISecretProtector protector) => settings with
    {
        EnvironmentVars = EnvironmentVars.IsGiven ? settings.EnvironmentVars : protector.ReadVariables(instance.EnvironmentVars),
        Metadata = Metadata.IsGiven ? settings.Metadata : instance.Metadata,
    };
}

/// <summary>What an order that leaves a field out gets, and a change that sets it to null.</summary>
public static class InstanceDefaults
{
    public const InstanceType Type = InstanceType.Development;
    public const decimal CpuLimit = 1.0m;
    public const string MemoryLimit = "1G";
    public const string StorageLimit = "10G";
}
