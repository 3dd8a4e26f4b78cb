using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Provisioning;

public enum DatabaseServerStatus
{
    Active,
    Full,
    Draining,
    Error,
}

/// <summary>A PostgreSQL server that holds instances' databases. It has two addresses: the control plane's and the instances' view of it.</summary>
public sealed class DatabaseServer : AggregateRoot
{
    public const int NameMaxLength = 100;

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

    /// <summary>The most instances it may hold.</summary>
    public int Capacity { get; private set; }

    /// <summary>Those allocated now. The database counts them.</summary>
    public int Instances { get; private set; }
    public DatabaseServerStatus Status { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    public static DatabaseServer Register(DatabaseServerSettings settings, DateTimeOffset now)
    {
        var server = new DatabaseServer { Id = NewId.Of<DatabaseServerId>(now), Name = settings.Name, CreatedAt = now };
        server.Configure(settings);
        return server;
    }

    /// <summary>Takes over what the configuration says now; the same name is the same server.</summary>
    public void Configure(DatabaseServerSettings settings)
    {
        (Host, Port, InstanceHost, InstancePort) = (settings.Host, settings.Port, settings.InstanceHost, settings.InstancePort);
        (AdminUsername, AdminPassword, Capacity) = (settings.AdminUsername, settings.ProtectedAdminPassword, settings.Capacity);
    }
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
