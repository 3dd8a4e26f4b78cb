using System.Text.Json;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Instances;

/// <summary>An Odoo of a tenant: what the customer asked for, and where it stands.</summary>
public sealed partial class Instance : AggregateRoot
{
    public const int NameMaxLength = 100;
    public const int DescriptionMaxLength = 500;
    public const int ErrorMaxLength = 1000;

    private Instance()
    {
    }

    public InstanceId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Name { get; private set; } = "";
    public string? Description { get; private set; }

    /// <summary><c>19.0</c>.</summary>
    public string OdooVersion { get; private set; } = "";
    public InstanceType InstanceType { get; private set; }
    public decimal CpuLimit { get; private set; }
    public ByteSize MemoryLimit { get; private set; } = null!;
    public ByteSize StorageLimit { get; private set; } = null!;

    /// <summary>E-mail and login of Odoo's administrator.</summary>
    public string AdminEmail { get; private set; } = "";
    public string DatabaseName { get; private set; } = "";
    public string Subdomain { get; private set; } = "";
    public bool DemoData { get; private set; }
    public List<string> CustomAddons { get; private set; } = [];
    public List<string> DisabledModules { get; private set; } = [];

    /// <summary>Names of the customer's variables; anybody who may see the instance may see them.</summary>
    public List<string> EnvironmentNames { get; private set; } = [];

    /// <summary>The variables with their values, encrypted; null without any.</summary>
    public string? EnvironmentVars { get; private set; }
    public Dictionary<string, JsonElement> Metadata { get; private set; } = [];

    public InstanceStatus Status { get; private set; }
    public ProvisioningStatus ProvisioningStatus { get; private set; }
    public BillingStatus BillingStatus { get; private set; }
    public DesiredPower DesiredPower { get; private set; }
    public SuspensionCause? SuspendedBy { get; private set; }

    /// <summary>Whether it ran when it was suspended, so that lifting the suspension restores exactly that.</summary>
    public bool RanBeforeSuspension { get; private set; }
    public string? ErrorCode { get; private set; }
    public string? ErrorMessage { get; private set; }

    /// <summary>Failures in a row: the pauses between the tries grow with them.</summary>
    public int Failures { get; private set; }

    /// <summary>When what has failed is tried again by itself; null when there is nothing to try.</summary>
    public DateTimeOffset? RetryAt { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public DateTimeOffset? TerminatedAt { get; private set; }

    /// <summary>Where it lives; loaded where convergence or a read needs it.</summary>
    public InstanceAllocation Allocation { get; private set; } = null!;
    public InstanceObservation Observation { get; private set; } = null!;

    /// <summary>The backup that its data begin as; null when they begin as a template's.</summary>
    public BackupId? SourceBackupId { get; private set; }

    /// <summary>Whether what acts by itself (mail, payments, scheduled actions) is switched off in data that come from another instance.</summary>
    public bool Neutralised { get; private set; }
    public DataSource Source { get; private set; }

    public ResourceLimits Limits => new(CpuLimit, MemoryLimit, StorageLimit);

    public DesiredState Desired(string? fingerprint, bool restart = false) =>
        new(DesiredPower, fingerprint, CpuLimit, MemoryLimit.Bytes, ProvisioningStatus == ProvisioningStatus.Completed, restart,
            Source, FinalBackup: ProvisioningStatus == ProvisioningStatus.Completed);

    private void Apply(InstanceSettings settings)
    {
        (Name, Description, InstanceType) = (settings.Name, settings.Description, settings.InstanceType);
        (CpuLimit, MemoryLimit, StorageLimit) = (settings.Limits.Cpus, settings.Limits.Memory, settings.Limits.Storage);
        (CustomAddons, DisabledModules) = (settings.CustomAddons, settings.DisabledModules);
        (EnvironmentNames, EnvironmentVars, Metadata) = ([.. settings.EnvironmentVars.Keys], settings.ProtectedVars, settings.Metadata);
    }
}
