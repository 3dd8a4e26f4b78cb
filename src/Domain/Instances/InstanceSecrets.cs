using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Instances;

/// <summary>What only the platform may know of an instance, encrypted; apart from the instance so that no list or read loads it.</summary>
public sealed class InstanceSecrets : AggregateRoot
{
    private InstanceSecrets()
    {
    }

    public InstanceId InstanceId { get; private set; }

    /// <summary>Password of the instance's database role.</summary>
    public string DatabasePassword { get; private set; } = "";

    /// <summary>Odoo's master password; nobody is told it, since the database manager is off.</summary>
    public string MasterPassword { get; private set; } = "";

    /// <summary>The administrator's first password; erased when it has been revealed.</summary>
    public string? AdminPassword { get; private set; }

    /// <summary>Made by the platform, hence random and long: no hash has to be slow to protect it.</summary>
    public bool AdminPasswordGenerated { get; private set; }

    public DateTimeOffset? RevealedAt { get; private set; }

    /// <summary>All three are encrypted already.</summary>
    /// <param name="adminPassword">Null for data that come from a backup: who could log in there can log in here.</param>
    /// <param name="generated">Whether the administrator's password is the platform's and not the customer's.</param>
    public static InstanceSecrets Create(
        InstanceId instance, string databasePassword, string masterPassword, string? adminPassword, bool generated) => new()
        {
            InstanceId = instance,
            DatabasePassword = databasePassword,
            MasterPassword = masterPassword,
            AdminPassword = adminPassword,
            AdminPasswordGenerated = generated,
        };

    /// <summary>Hands the encrypted first password out once and forgets it.</summary>
    public Result<string> Reveal(Instance instance, CustomerId to, DateTimeOffset now)
    {
        if (instance.ProvisioningStatus != ProvisioningStatus.Completed)
            return InstanceErrors.CredentialsNotReady;
        if (AdminPassword is not { } password)
            return instance.Source == DataSource.Template ? InstanceErrors.CredentialsRevealed : InstanceErrors.CredentialsOfBackup;

        (AdminPassword, RevealedAt) = (null, now);
        Raise(new CredentialsRevealed(InstanceId, instance.TenantId, to, now));
        return password;
    }
}
