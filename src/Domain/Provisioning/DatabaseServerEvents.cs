using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Provisioning;

/// <summary>For operators and the platform itself: of no tenant, so customers never read it.</summary>
public abstract record DatabaseServerEvent(DatabaseServerId DatabaseServerId, string Name, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => DatabaseServerId.Value;
}

/// <param name="OwnerId">The tenant whose instances alone it holds; null for a shared one.</param>
[EventName("database_server.added")]
public sealed record DatabaseServerAdded(DatabaseServerId DatabaseServerId, string Name, DatabaseServerKind Kind, TenantId? OwnerId, DateTimeOffset At)
    : DatabaseServerEvent(DatabaseServerId, Name, At);

/// <summary>An operator has decided something about it.</summary>
/// <param name="OwnerId">The tenant whose instances alone it holds; null for a shared one.</param>
[EventName("database_server.changed")]
public sealed record DatabaseServerChanged(
    DatabaseServerId DatabaseServerId, string Name, DatabaseServerKind Kind, TenantId? OwnerId, int Capacity, bool Draining, DateTimeOffset At)
    : DatabaseServerEvent(DatabaseServerId, Name, At);

/// <summary>It gets no new instance until it is well again.</summary>
[EventName("database_server.failed")]
public sealed record DatabaseServerFailed(DatabaseServerId DatabaseServerId, string Name, string Code, string Detail, DateTimeOffset At)
    : DatabaseServerEvent(DatabaseServerId, Name, At);

[EventName("database_server.recovered")]
public sealed record DatabaseServerRecovered(DatabaseServerId DatabaseServerId, string Name, DateTimeOffset At)
    : DatabaseServerEvent(DatabaseServerId, Name, At);
