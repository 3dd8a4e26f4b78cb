using System.Globalization;
using System.Security.Cryptography;
using SaaSOdoo.Application.Instances;

namespace SaaSOdoo.Infrastructure.Provisioning.Odoo;

/// <summary>Password hashes as Odoo stores them: passlib's <c>pbkdf2_sha512</c>.</summary>
internal static class OdooPasswordHash
{
    private const int SaltBytes = 16;
    private const int ChecksumBytes = 64;

    /// <summary>The fewest of any version: enough for 115 random bits, and half a second less of a start's time.</summary>
    private const int FewestRounds = 25_000;

    /// <param name="odooVersion"><c>19.0</c>: decides the rounds; Odoo hashes again at login what has too few.</param>
    /// <param name="generated">Random and long: Odoo hashes it again, with all its rounds, at the first login.</param>
    public static string Of(string password, string odooVersion, bool generated = false) =>
        Of(password, RandomNumberGenerator.GetBytes(SaltBytes), generated ? FewestRounds : Rounds(odooVersion));

    public static string Of(string password, byte[] salt, int rounds) =>
        Format(rounds, salt, Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA512, ChecksumBytes));

    /// <summary>A hash of no known password.</summary>
    public static string Unusable(string odooVersion) =>
        Format(Rounds(odooVersion), RandomNumberGenerator.GetBytes(SaltBytes), RandomNumberGenerator.GetBytes(ChecksumBytes));

    private static int Rounds(string odooVersion) =>
        OdooVersions.Major(odooVersion) >= 17 ? 600_000 : FewestRounds;

    private static string Format(int rounds, byte[] salt, byte[] checksum) =>
        string.Create(CultureInfo.InvariantCulture, $"$pbkdf2-sha512${rounds}${Adapted(salt)}${Adapted(checksum)}");

    // passlib's base64: a dot for the plus, no padding.
    private static string Adapted(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '.');
}
