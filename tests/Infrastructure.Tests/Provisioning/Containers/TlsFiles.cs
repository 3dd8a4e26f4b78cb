using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

/// <summary>A folder with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>, and the engine's own certificate from the same authority.</summary>
internal sealed class TlsFiles : IDisposable
{
    public const string ClientName = "CN=platform";

    /// <param name="host">Address that the engine's certificate is for; by default the one it listens on.</param>
    public TlsFiles(string host = "127.0.0.1")
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        using var client = Signed(authority, ClientName, "127.0.0.1", now);
        using var server = Signed(authority, "CN=engine", host, now);
        Server = X509CertificateLoader.LoadPkcs12(server.Export(X509ContentType.Pkcs12), null);
        File.WriteAllText(Path.Combine(Directory, "ca.pem"), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(Directory, "cert.pem"), client.ExportCertificatePem());
        using var key = client.GetECDsaPrivateKey()!;
        File.WriteAllText(Path.Combine(Directory, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("engine-tls-").FullName;

    public X509Certificate2 Server { get; }

    public void Dispose()
    {
        Server.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static X509Certificate2 Signed(X509Certificate2 authority, string name, string address, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, now.AddDays(-1), now.AddHours(1), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }
}
