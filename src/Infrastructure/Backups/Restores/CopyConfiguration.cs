using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>The configuration of an Odoo that works on what was loaded, before anybody is served.</summary>
internal static class CopyConfiguration
{
    /// <param name="masterPassword">Random: nobody shall ever use it.</param>
    public static WorkloadFile FileOf(InstanceData copy, string role, string password, string masterPassword, long memoryBytes) => new OdooConfiguration
    {
        DatabaseHost = copy.Server.InstanceHost,
        DatabasePort = copy.Server.InstancePort,
        DatabaseUser = role,
        DatabasePassword = password,
        DatabaseName = copy.Database,
        MasterPassword = masterPassword,
        MemoryBytes = memoryBytes,
    }.ToFile();
}
