namespace SaaSOdoo.Application.Secrets;

/// <summary>The keys that encrypt what is stored.</summary>
public interface ISecretKeys
{
    /// <summary>Which keys there are, and how much is stored under each, as far as is worth counting.</summary>
    Task<SecretKeysDto> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Makes a new key, in use from now on and known to all processes within moments. What is stored stays readable.</summary>
    Task RotateAsync(CancellationToken cancellationToken);
}
