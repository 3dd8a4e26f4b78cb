using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;

namespace SaaSOdoo.Infrastructure.Secrets;

/// <summary>
/// Section <c>Secrets</c>: with <c>Certificate:File</c> (PKCS#12, RSA; <c>Certificate:Password</c>) new keys of the ring are themselves
/// encrypted, so that a dump of the database is worth nothing without the file. <c>FormerCertificates</c> (a list of the same) still read
/// what they encrypted.
/// </summary>
internal static class KeyCertificates
{
    public static IDataProtectionBuilder ProtectKeysAsConfigured(this IDataProtectionBuilder builder, IConfiguration configuration)
    {
        var section = configuration.GetSection("Secrets");
        var former = section.GetSection("FormerCertificates").GetChildren().Select(Load).ToArray();
        if (section["Certificate:File"] is not null)
            builder.ProtectKeysWithCertificate(Load(section.GetSection("Certificate")));
        return former.Length == 0 ? builder : builder.UnprotectKeysWithAnyCertificate(former);
    }

    private static X509Certificate2 Load(IConfigurationSection section)
    {
        var file = section["File"] ?? throw new InvalidOperationException($"{section.Path}:File is missing: name a PKCS#12 file.");
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(file, section["Password"]);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{section.Path}:File cannot be read as PKCS#12 with the configured password: {file}.", e);
        }
    }
}
