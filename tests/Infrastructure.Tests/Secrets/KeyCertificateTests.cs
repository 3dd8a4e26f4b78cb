using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Secrets;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Secrets;

public sealed class KeyCertificateTests : IClassFixture<PlatformDatabase>, IDisposable
{
    private const string Password = "of the file";
    private readonly string folder = Directory.CreateTempSubdirectory("key-certificates").FullName;
    private readonly PlatformDatabase platform;

    public KeyCertificateTests(PlatformDatabase platform) => this.platform = platform;

    [Fact]
    public async Task With_a_certificate_the_database_alone_does_not_open_secrets_and_a_former_one_still_reads()
    {
        var (first, second) = (CertificateFile("first"), CertificateFile("second"));
        await using var before = Process(("Secrets:Certificate:File", first), ("Secrets:Certificate:Password", Password));
        var secret = Protector(before).Protect("a database password");

        await using (var db = platform.NewDb())
            (await db.DataProtectionKeys.Select(k => k.Xml).SingleAsync())!.ShouldContain("EncryptedXmlDecryptor");
        await using var thief = Process();
        Should.Throw<CryptographicException>(() => Protector(thief).Unprotect(secret));

        await using var after = Process(
            ("Secrets:Certificate:File", second), ("Secrets:Certificate:Password", Password),
            ("Secrets:FormerCertificates:0:File", first), ("Secrets:FormerCertificates:0:Password", Password));
        Protector(after).Unprotect(secret).ShouldBe("a database password");
    }

    [Theory]
    [InlineData("missing.pfx", Password)]
    [InlineData(null, "wrong")]
    public void A_file_that_cannot_be_read_stops_the_start_and_is_named(string? missing, string password)
    {
        var file = missing ?? CertificateFile("readable");
        var refused = Should.Throw<InvalidOperationException>(
            () => Process(("Secrets:Certificate:File", file), ("Secrets:Certificate:Password", password)));
        refused.Message.ShouldContain(file);
        refused.Message.ShouldNotContain(password);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string CertificateFile(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        var file = Path.Combine(folder, $"{name}.pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, Password));
        return file;
    }

    private static ISecretProtector Protector(ServiceProvider process) => process.GetRequiredService<ISecretProtector>();

    private ServiceProvider Process(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddLogging()
        .AddDbContext<AppDb>(options => options.UseNpgsql(platform.ConnectionString))
        .AddSecrets(new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build())
        .BuildServiceProvider();
}
