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
public sealed record DesiredState(
    DesiredPower Power, string? Fingerprint, decimal Cpus, long MemoryBytes, bool Provisioned, bool Restart = false);
