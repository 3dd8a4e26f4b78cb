using System.Security.Cryptography;
using System.Text;

namespace SaaSOdoo.Infrastructure.Provisioning.Databases;

/// <summary>
/// What PostgreSQL stores of a password (RFC 5802), made here so that the password itself never reaches a statement or a log.
/// </summary>
internal static class ScramVerifier
{
    private const int Iterations = 4096;

    public static string Of(string password)
    {
        // Other characters would have to be normalised (SASLprep) as the client does it.
        if (password.Length == 0 || password.Any(c => c is < '!' or > '~'))
            throw new ArgumentException("A role's password has printable ASCII characters only.", nameof(password));

        return Of(password, RandomNumberGenerator.GetBytes(16));
    }

    /// <summary>False for one that was not made here.</summary>
    public static bool Matches(string verifier, string password)
    {
        var parts = verifier.Split('$', ':');
        Span<byte> salt = stackalloc byte[16];
        return parts is ["SCRAM-SHA-256", _, var encoded, ..]
            && Convert.TryFromBase64String(encoded, salt, out var length) && length == salt.Length
            && verifier == Of(password, salt.ToArray());
    }

    private static string Of(string password, byte[] salt)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, 32);
        var storedKey = Convert.ToBase64String(SHA256.HashData(Key(salted, "Client Key")));
        var serverKey = Convert.ToBase64String(Key(salted, "Server Key"));
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${storedKey}:{serverKey}";
    }

    private static byte[] Key(byte[] salted, string use) => HMACSHA256.HashData(salted, Encoding.ASCII.GetBytes(use));
}
