using System.Linq.Expressions;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Servers;

/// <summary>A database server as operators see it. Never its password.</summary>
/// <param name="Host">As the platform reaches it.</param>
/// <param name="InstanceHost">As instances reach it from inside their containers.</param>
/// <param name="Configured">It stands in the configuration, whose are its addresses and its login.</param>
/// <param name="TenantId">The tenant whose instances alone it holds; null for a shared one.</param>
/// <param name="Capacity">The most instances it may hold.</param>
/// <param name="Instances">Those it holds now.</param>
/// <param name="Draining">It gets no new instance, because an operator says so.</param>
/// <param name="Status">What it is to new instances: only an active one gets any.</param>
/// <param name="Health">What the last look at it has found; it is in error after the second that failed.</param>
/// <param name="HealthCode">Why it is in error; null when it is not.</param>
/// <param name="Failures">Looks in a row that found it away or unfit.</param>
/// <param name="LastCheckAt">Null until it is looked at.</param>
public sealed record DatabaseServerDto(
    DatabaseServerId Id,
    string Name,
    string Host,
    int Port,
    string InstanceHost,
    int InstancePort,
    string AdminUsername,
    bool Configured,
    DatabaseServerKind Kind,
    TenantId? TenantId,
    int Capacity,
    int Instances,
    bool Draining,
    DatabaseServerStatus Status,
    DatabaseServerHealth Health,
    string? HealthCode,
    string? HealthDetail,
    int Failures,
    DateTimeOffset? LastCheckAt,
    DateTimeOffset NextCheckAt,
    DateTimeOffset CreatedAt,
    uint Version) : IVersioned
{
    internal static Expression<Func<DatabaseServer, DatabaseServerDto>> Projection { get; } = s => new DatabaseServerDto(
        s.Id, s.Name, s.Host, s.Port, s.InstanceHost, s.InstancePort, s.AdminUsername, s.ConfiguredCapacity != null, s.Kind, s.TenantId, s.Capacity,
        s.Instances, s.Draining,
        s.Health == DatabaseServerHealth.Error ? DatabaseServerStatus.Error
            : s.Draining ? DatabaseServerStatus.Draining
            : s.Instances >= s.Capacity ? DatabaseServerStatus.Full : DatabaseServerStatus.Active,
        s.Health, s.HealthCode, s.HealthDetail, s.Check.Failures, s.Check.CheckedAt, s.Check.NextCheckAt, s.CreatedAt, s.Version);
}
