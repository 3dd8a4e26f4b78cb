namespace SaaSOdoo.Domain.Provisioning;

/// <summary>What the customer wants of the container.</summary>
public enum DesiredPower
{
    Running,
    Stopped,

    /// <summary>Nothing of the instance shall be left.</summary>
    Gone,
}

/// <param name="Fingerprint">Of the container as it should be; null while its image is not chosen yet.</param>
/// <param name="Cpus">Cores.</param>
/// <param name="MemoryBytes">Bytes.</param>
/// <param name="Provisioned">It has run before: its volume holds the customer's files and is not filled again.</param>
/// <param name="Restart">The container shall be stopped and started once, even if all is well.</param>
/// <param name="Source">Where the data of an instance come from that has not run yet.</param>
/// <param name="FinalBackup">A last backup shall be made before anything is removed.</param>
public sealed record DesiredState(
    DesiredPower Power,
    string? Fingerprint,
    decimal Cpus,
    long MemoryBytes,
    bool Provisioned,
    bool Restart = false,
    DataSource Source = DataSource.Template,
    bool FinalBackup = false)
{
    /// <summary>Processes and threads that any container may have: enough for Odoo, too few to keep a host busy.</summary>
    public const long PidsLimit = 512;
}

/// <summary>What the data of an instance begin as.</summary>
public enum DataSource
{
    Template,

    /// <summary>An archive of another instance, of which it is a copy.</summary>
    Copy,

    /// <summary>An archive of its own.</summary>
    Archive,
}
