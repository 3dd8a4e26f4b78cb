using System.Security.Cryptography;
using System.Text;
using SaaSOdoo.Infrastructure.Secrets;

namespace SaaSOdoo.Infrastructure.Backups;

/// <summary>
/// Keys of archives. Each tenant has a secret of its own among the platform's, encrypted there and encrypted anew when the platform's keys are
/// rotated, so that no file has to be touched. An archive's key follows from it, from a random salt in the file and from the location: one tenant's
/// archive in another's place, or an older one in a newer one's, cannot be opened.
/// </summary>
internal sealed class ArchiveKeys(PlatformSecrets secrets)
{
    private const string Purpose = "SaaSOdoo.Archive.v1 ";

    public async Task<ArchiveKey> NewAsync(string location, CancellationToken cancellationToken) =>
        Derive(await secrets.EnsureAsync(NameOf(location), cancellationToken), location, RandomNumberGenerator.GetBytes(ArchiveKey.SaltBytes));

    /// <returns>Null when the tenant has no secret any more: what was encrypted with it cannot be read.</returns>
    public async Task<ArchiveKey?> FindAsync(string location, byte[] salt, CancellationToken cancellationToken) =>
        await secrets.FindAsync(NameOf(location), cancellationToken) is { } secret ? Derive(secret, location, salt) : null;

    private static string NameOf(string location) => $"backups/{ArchiveLocation.TenantOf(location)}";

    private static ArchiveKey Derive(string secret, string location, byte[] salt) => new(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), ArchiveKey.KeyBytes, salt, Encoding.UTF8.GetBytes(Purpose + location)), salt);
}

/// <param name="Salt">Stands in the file.</param>
internal sealed record ArchiveKey(byte[] Key, byte[] Salt)
{
    public const int KeyBytes = 32;
    public const int SaltBytes = 32;

    public override string ToString() => nameof(ArchiveKey);
}
