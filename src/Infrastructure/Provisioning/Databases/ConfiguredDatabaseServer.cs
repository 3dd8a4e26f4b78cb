using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>An entry of the section <c>DatabaseServers</c>: a PostgreSQL server for instances. The same name is the same server.</summary>
internal sealed class ConfiguredDatabaseServer
{
    public string Name { get; set; } = "";
    public string Host { get; set; } = "";
    public int Port { get; set; } = 5432;

    /// <summary>Host as seen from inside a container: the gateway of the instances' network when PostgreSQL runs on the same host.</summary>
    public string InstanceHost { get; set; } = "";
    public int InstancePort { get; set; } = 5432;

    /// <summary>A superuser.</summary>
    public string AdminUsername { get; set; } = "";
    public string AdminPassword { get; set; } = "";

    /// <summary>The most instances it may hold, until an operator has set another number.</summary>
    public int Capacity { get; set; } = 100;

    public DatabaseServerSettings ToSettings(ISecretProtector protector) => new(
        Name, Host, Port, InstanceHost, InstancePort, AdminUsername, protector.Protect(AdminPassword), Capacity);

    /// <summary>Encrypting twice gives two texts, so the passwords are compared in clear.</summary>
    public bool Matches(DatabaseServer server, ISecretProtector protector) =>
        (Host, Port, InstanceHost, InstancePort, AdminUsername, (int?)Capacity)
            == (server.Host, server.Port, server.InstanceHost, server.InstancePort, server.AdminUsername, server.ConfiguredCapacity)
        && AdminPassword == protector.Unprotect(server.AdminPassword);
}
