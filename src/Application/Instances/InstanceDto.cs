using System.Linq.Expressions;
using System.Text.Json;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Instances;

/// <summary>An instance as its owner sees it. Never a password.</summary>
/// <param name="CpuLimit">Cores.</param>
/// <param name="MemoryLimit">As given: <c>512M</c>, <c>2G</c>.</param>
/// <param name="DatabaseName">As given: names the instance in its tenant. Odoo does not know it.</param>
/// <param name="Database">Odoo's real database: what XML-RPC and JSON-RPC clients give as <c>db</c>, at <c>external_url</c>.</param>
/// <param name="EnvironmentVars">The values for those who may change them; for others, and for keys that only read, null in their place.</param>
/// <param name="ContainerStatus">What the monitor last saw of the container; the business status is <c>status</c>.</param>
/// <param name="ExternalUrl">Where Odoo answers; null until it is published.</param>
/// <param name="ErrorMessage">Why the last operation failed and what to do; null when all is well.</param>
/// <param name="NextAttemptAt">When what has failed is tried again by itself; null when nothing is to be tried, or while it is tried.</param>
/// <param name="SourceBackupId">The backup that its data began as; null when they did not come from one.</param>
/// <param name="Neutralised">Its data were copied with mail, payments and scheduled actions switched off.</param>
/// <param name="OperationId">Only in the answer to its creation: the operation that provisions it.</param>
public sealed record InstanceDto(
    InstanceId Id,
    TenantId TenantId,
    string Name,
    string? Description,
    string OdooVersion,
    InstanceType InstanceType,
    decimal CpuLimit,
    string MemoryLimit,
    string StorageLimit,
    string AdminEmail,
    string DatabaseName,
    string Database,
    string Subdomain,
    bool DemoData,
    List<string> CustomAddons,
    List<string> DisabledModules,
    Dictionary<string, string?> EnvironmentVars,
    Dictionary<string, JsonElement> Metadata,
    InstanceStatus Status,
    ContainerStatus ContainerStatus,
    InstanceHealth Health,
    BillingStatus BillingStatus,
    ProvisioningStatus ProvisioningStatus,
    Uri? ExternalUrl,
    string? ErrorCode,
    string? ErrorMessage,
    DateTimeOffset? NextAttemptAt,
    DateTimeOffset? LastHealthCheck,
    DateTimeOffset? StartedAt,
    BackupId? SourceBackupId,
    bool Neutralised,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    OperationId? OperationId,
    uint Version) : IVersioned
{
    internal static Expression<Func<Instance, InstanceDto>> Projection { get; } = i => new InstanceDto(
        i.Id, i.TenantId, i.Name, i.Description, i.OdooVersion, i.InstanceType, i.CpuLimit, i.MemoryLimit.Text, i.StorageLimit.Text,
        i.AdminEmail, i.DatabaseName, InstanceAllocation.DatabaseOf(i.Id, i.Allocation.Generation), i.Subdomain, i.DemoData, i.CustomAddons,
        i.DisabledModules, NamesOnly(i.EnvironmentNames), i.Metadata,
        i.Status, i.Observation.ContainerStatus, i.Observation.Health, i.BillingStatus, i.ProvisioningStatus,
        i.Allocation.PublishedAt == null ? null : i.Allocation.Url, i.ErrorCode, i.ErrorMessage, i.RetryAt, i.Observation.LastHealthCheck,
        i.StartedAt, i.SourceBackupId, i.Neutralised, i.CreatedAt, i.UpdatedAt, null, i.Version);

    private static readonly Func<Instance, InstanceDto> InMemory = Projection.Compile();

    /// <param name="variables">With their values: who changes them has sent them.</param>
    /// <param name="operation">That the command has asked for.</param>
    internal static InstanceDto From(Instance instance, Dictionary<string, string> variables, OperationId? operation) =>
        InMemory(instance) with { EnvironmentVars = Shown(variables), OperationId = operation };

    internal static Dictionary<string, string?> Shown(Dictionary<string, string> variables) =>
        variables.ToDictionary(v => v.Key, string? (v) => v.Value, StringComparer.Ordinal);

    private static Dictionary<string, string?> NamesOnly(List<string> names) =>
        names.ToDictionary(n => n, string? (_) => null, StringComparer.Ordinal);
}
