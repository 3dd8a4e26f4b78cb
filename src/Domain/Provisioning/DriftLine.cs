namespace SaaSOdoo.Domain.Provisioning;

/// <summary>What of an instance is compared between what is wanted and what is there.</summary>
public enum DriftAspect
{
    /// <summary>Whether the container runs.</summary>
    Container,

    /// <summary>Content id of the image that the container was made of.</summary>
    Image,

    /// <summary>Beginning of the hash over all that a container is made of: image, command, configuration, variables, ports, mounts.</summary>
    Fingerprint,

    /// <summary>Cores.</summary>
    CpuLimit,

    /// <summary>Bytes.</summary>
    MemoryLimit,

    /// <summary>Processes and threads.</summary>
    PidsLimit,

    /// <summary>Names of variables; of one with another value it is said that it has. Never a value.</summary>
    Environment,
    Network,
    Mounts,

    /// <summary>Names of labels; of one with another value it is said that it has.</summary>
    Labels,

    /// <summary>The volume of the data in use.</summary>
    Volume,

    /// <summary>Whether Odoo's login page answers.</summary>
    LoginPage,
    Route,
    DatabaseServer,
    Role,
    RoleLogin,
    RoleSuperuser,
    RoleCreatedb,
    RoleCreaterole,
    RoleReplication,
    RoleBypassrls,
    RoleInherit,
    RoleValidUntil,
    RoleConnectionLimit,

    /// <summary>What sessions of the role begin with (<c>rolconfig</c>). Of settings that are not the platform's only the name.</summary>
    RoleSettings,

    /// <summary>Whether the stored password logs in.</summary>
    RolePassword,

    /// <summary>The database of the data in use.</summary>
    Database,
    DatabaseOwner,
    DatabaseAllowConnections,
    DatabaseIsTemplate,
    DatabaseConnectionLimit,

    /// <summary>Whether the role may connect to it.</summary>
    DatabaseConnect,

    /// <summary>What sessions in the database begin with (<c>pg_db_role_setting</c>). Only the names.</summary>
    DatabaseSettings,

    /// <summary>Who may do what with the database.</summary>
    DatabaseGrants,
}

/// <summary>One thing, wanted and seen.</summary>
/// <param name="Desired">Null: it shall not be there.</param>
/// <param name="Observed">Null: it is not there, or nobody knows (<see cref="IsKnown"/>).</param>
/// <param name="IsKnown">False when what would have to be asked does not answer.</param>
public sealed record DriftLine(DriftAspect Aspect, string? Desired, string? Observed, bool IsKnown = true)
{
    public bool IsDrifted => IsKnown && !string.Equals(Desired, Observed, StringComparison.Ordinal);
}
