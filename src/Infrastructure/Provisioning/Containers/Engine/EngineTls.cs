using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

/// <summary>Docker's convention of a certificate folder: <c>ca.pem</c> signs the engine, <c>cert.pem</c> and <c>key.pem</c> are ours.</summary>
internal static class EngineTls
{
    public static SslClientAuthenticationOptions Options(string directory)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(Path.Combine(directory, "ca.pem"));
        using var ours = X509Certificate2.CreateFromPemFile(Path.Combine(directory, "cert.pem"), Path.Combine(directory, "key.pem"));

        var chain = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        chain.CustomTrustStore.AddRange(authorities);
        return new()
        {
            // Only the authority in the folder counts, not the machine's.
            CertificateChainPolicy = chain,
            ClientCertificates = [X509CertificateLoader.LoadPkcs12(ours.Export(X509ContentType.Pkcs12), password: null)],
        };
    }
}
