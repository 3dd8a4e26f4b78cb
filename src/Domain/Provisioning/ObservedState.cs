using SaaSOdoo.Domain.Instances;

namespace SaaSOdoo.Domain.Provisioning;

/// <summary>What is there of an instance, as Docker, PostgreSQL and the route table say.</summary>
public sealed record ObservedState
{
    public bool ServerAllocated { get; init; }

    /// <summary>
    /// The role is there and can log in to its database, as far as rights, limits, owners and its password go, and nobody has changed with what
    /// its sessions begin or who else may connect.
    /// </summary>
    public bool RoleExists { get; init; }

    /// <summary>The clone is whole and the instance's.</summary>
    public bool DatabaseExists { get; init; }

    /// <summary>Who owns a database of the instance's name that is not known as the instance's.</summary>
    public string? StrangeOwner { get; init; }
    public bool Initialized { get; init; }

    /// <summary>Every wanted module is installed.</summary>
    public bool AddonsInstalled { get; init; }
    public bool VolumeExists { get; init; }

    /// <summary>The files of the template are all in the volume: known from who has put them there, it cannot be seen.</summary>
    public bool VolumeFilled { get; init; }
    public ContainerStatus Container { get; init; } = ContainerStatus.Missing;

    /// <summary>Of what the container was made of; null when it is not what its label says.</summary>
    public string? Fingerprint { get; init; }
    public decimal Cpus { get; init; }
    public long MemoryBytes { get; init; }

    /// <summary>Processes and threads that the container may have; what containers are made with, where none is seen.</summary>
    public long PidsLimit { get; init; } = DesiredState.PidsLimit;
    public bool OnNetwork { get; init; }

    /// <summary>Database and files are both whole, as they were loaded from an archive.</summary>
    public bool Loaded { get; init; }

    /// <summary>There is a second generation of data beside the one in use: the next, or the former.</summary>
    public bool HasSpare { get; init; }

    /// <summary>The second generation is loaded, and can be put in use.</summary>
    public bool SpareLoaded { get; init; }

    /// <summary>The second generation is the former one: the operation that is under way has put the next in use.</summary>
    public bool Switched { get; init; }

    /// <summary>The operation that is under way has made its backup.</summary>
    public bool BackupTaken { get; init; }

    /// <summary>The login page answers.</summary>
    public bool Answers { get; init; }
    public bool RoutePublished { get; init; }

    /// <summary>A port of the host is taken for it, running or not.</summary>
    public bool PortReserved { get; init; }

    /// <summary>What is seen of a running instance that lacks nothing.</summary>
    public static ObservedState AsWanted(DesiredState desired) => new()
    {
        ServerAllocated = true,
        RoleExists = true,
        DatabaseExists = true,
        Initialized = true,
        AddonsInstalled = true,
        VolumeExists = true,
        VolumeFilled = true,
        Loaded = true,
        Container = ContainerStatus.Running,
        Fingerprint = desired.Fingerprint,
        Cpus = desired.Cpus,
        MemoryBytes = desired.MemoryBytes,
        OnNetwork = true,
        Answers = true,
        RoutePublished = true,
        PortReserved = true,
    };
}
