using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Provisioning;

public enum DatabaseServerKind
{
    /// <summary>Holds instances of all tenants whose plans do not promise a server of their own.</summary>
    Shared,

    /// <summary>Holds instances of one tenant.</summary>
    Dedicated,
}

/// <summary>What a server is to new instances. Worked out from the rest and stored nowhere.</summary>
public enum DatabaseServerStatus
{
    Active,
    Full,
    Draining,
    Error,
}

public enum DatabaseServerHealth
{
    /// <summary>Not looked at yet.</summary>
    Unknown,
    Healthy,
    Error,
}

/// <summary>A PostgreSQL server that holds instances' databases. It has two addresses: the control plane's and the instances' view of it.</summary>
public sealed class DatabaseServer : AggregateRoot
{
    public const int NameMaxLength = 100;
    public const int HostMaxLength = 253;
    public const int AdminUsernameMaxLength = 63;
    public const int AdminPasswordMaxLength = 500;
    public const int MaxCapacity = 10_000;
    public const int HealthDetailMaxLength = 500;

    /// <summary>One answer that is missing may be a restart; the second is not waited out.</summary>
    public const int FailuresUntilError = 2;

    private DatabaseServer()
    {
    }

    public DatabaseServerId Id { get; private set; }
    public string Name { get; private set; } = "";
    public string Host { get; private set; } = "";
    public int Port { get; private set; }

    /// <summary>Host as seen from inside an instance's container.</summary>
    public string InstanceHost { get; private set; } = "";
    public int InstancePort { get; private set; }
    public string AdminUsername { get; private set; } = "";

    /// <summary>Encrypted.</summary>
    public string AdminPassword { get; private set; } = "";
    public DatabaseServerKind Kind { get; private set; }

    /// <summary>Whose instances alone it holds; null for a shared one. A tenant's and not a customer's: it is the tenant that has the plan.</summary>
    public TenantId? TenantId { get; private set; }

    /// <summary>The most instances it may hold.</summary>
    public int Capacity { get; private set; }

    /// <summary>What the configuration says about it; null for a server that is not in the configuration.</summary>
    public int? ConfiguredCapacity { get; private set; }

    /// <summary>Those allocated now. The database counts them.</summary>
    public int Instances { get; private set; }

    /// <summary>Gets no new instance, because an operator says so.</summary>
    public bool Draining { get; private set; }
    public DatabaseServerHealth Health { get; private set; }

    /// <summary>Why it is in error; null when it is not.</summary>
    public string? HealthCode { get; private set; }
    public string? HealthDetail { get; private set; }
    public DatabaseServerCheck Check { get; private set; } = null!;
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Its addresses and its login are the configuration's.</summary>
    public bool IsConfigured => ConfiguredCapacity is not null;

    /// <summary>One of the configuration's, shared until an operator dedicates it.</summary>
    public static DatabaseServer Register(DatabaseServerSettings settings, DateTimeOffset now)
    {
        var server = New(settings, now);
        server.ConfiguredCapacity = settings.Capacity;
        server.Raise(new DatabaseServerAdded(server.Id, server.Name, server.Kind, OwnerId: null, now));
        return server;
    }

    /// <summary>One that an operator adds while the platform runs. It has just been looked at.</summary>
    /// <param name="owner">Null for a shared one.</param>
    public static DatabaseServer Add(DatabaseServerSettings settings, TenantId? owner, DateTimeOffset now)
    {
        var server = New(settings, now);
        server.Dedicate(owner);
        server.Health = DatabaseServerHealth.Healthy;
        server.Check.Answered(now);
        server.Raise(new DatabaseServerAdded(server.Id, server.Name, server.Kind, owner, now));
        return server;
    }

    /// <summary>
    /// Takes over what the configuration says now; the same name is the same server. Whose it is, and whether it is draining, is for operators to
    /// say. Its capacity follows the configuration until an operator has set another.
    /// </summary>
    public void Configure(DatabaseServerSettings settings, DateTimeOffset now)
    {
        var capacity = Capacity == ConfiguredCapacity ? settings.Capacity : Capacity;
        ConfiguredCapacity = settings.Capacity;
        Reach(settings);
        Offer(TenantId, capacity, Draining, now);
    }

    /// <summary>What an operator decides. Who calls it has seen, under the server's lock, that no instance of another tenant is on it.</summary>
    /// <param name="owner">Null for a shared one.</param>
    /// <param name="capacity">May be less than it holds: then it is full until some are gone.</param>
    public void Offer(TenantId? owner, int capacity, bool draining, DateTimeOffset now)
    {
        if ((owner, capacity, draining) == (TenantId, Capacity, Draining))
            return;

        Dedicate(owner);
        (Capacity, Draining) = (capacity, draining);
        Raise(new DatabaseServerChanged(Id, Name, Kind, owner, capacity, draining, now));
    }

    /// <summary>It was looked at and is as it should be.</summary>
    public void Recover(DateTimeOffset now)
    {
        Check.Answered(now);
        var was = Health;
        (Health, HealthCode, HealthDetail) = (DatabaseServerHealth.Healthy, null, null);
        if (was == DatabaseServerHealth.Error)
            Raise(new DatabaseServerRecovered(Id, Name, now));
    }

    /// <summary>It was looked at and cannot be used.</summary>
    /// <param name="code">Stable: <c>unreachable</c>, <c>login_refused</c> …</param>
    public void Fail(string code, string detail, DateTimeOffset now)
    {
        Check.Failed(now);
        if (Check.Failures < FailuresUntilError)
            return;

        var news = Health != DatabaseServerHealth.Error || HealthCode != code;
        detail = detail.Length <= HealthDetailMaxLength ? detail : detail[..HealthDetailMaxLength];
        (Health, HealthCode, HealthDetail) = (DatabaseServerHealth.Error, code, detail);
        if (news)
            Raise(new DatabaseServerFailed(Id, Name, code, detail, now));
    }

    private static DatabaseServer New(DatabaseServerSettings settings, DateTimeOffset now)
    {
        var server = new DatabaseServer { Id = NewId.Of<DatabaseServerId>(now), Name = settings.Name, Capacity = settings.Capacity, CreatedAt = now };
        server.Check = DatabaseServerCheck.Of(server.Id, now);
        server.Reach(settings);
        return server;
    }

    private void Reach(DatabaseServerSettings settings)
    {
        (Host, Port, InstanceHost, InstancePort) = (settings.Host, settings.Port, settings.InstanceHost, settings.InstancePort);
        (AdminUsername, AdminPassword) = (settings.AdminUsername, settings.ProtectedAdminPassword);
    }

    private void Dedicate(TenantId? owner) =>
        (TenantId, Kind) = (owner, owner is null ? DatabaseServerKind.Shared : DatabaseServerKind.Dedicated);
}

/// <param name="ProtectedAdminPassword">Encrypted already.</param>
public sealed record DatabaseServerSettings(
    string Name,
    string Host,
    int Port,
    string InstanceHost,
    int InstancePort,
    string AdminUsername,
    string ProtectedAdminPassword,
    int Capacity);
