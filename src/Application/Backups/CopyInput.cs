using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Application.Backups;

/// <summary>What a copy of an instance is to be; null: as the instance is.</summary>
/// <param name="Subdomain">Null: made from the database name.</param>
public sealed record CopyInput(
    string? Name,
    string? DatabaseName,
    string? Subdomain,
    string? Description,
    InstanceType InstanceType,
    decimal? CpuLimit,
    string? MemoryLimit,
    string? StorageLimit)
{
    /// <summary>
    /// Its modules are those in the data. Variables are not copied: they may hold keys to what the copy must not touch.
    /// </summary>
    internal Result<NewInstance> Of(Instance source, string odooVersion, IReadOnlyCollection<string> versions) => NewInstance.Create(
        new InstanceSettingsInput(
            Name, Description, InstanceType, CpuLimit ?? source.CpuLimit, MemoryLimit ?? source.MemoryLimit.Text,
            StorageLimit ?? source.StorageLimit.Text, CustomAddons: [], DisabledModules: [], EnvironmentVars: null, Metadata: null),
        odooVersion, source.AdminEmail, DatabaseName, Subdomain, source.DemoData, versions);
}
