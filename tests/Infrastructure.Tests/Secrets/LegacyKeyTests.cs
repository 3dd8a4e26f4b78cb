using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Secrets;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Secrets;

public sealed class LegacyKeyTests(PlatformDatabase platform) : IClassFixture<PlatformDatabase>
{
    private const string Name = "key-18bdc2ba-aa7f-4d08-b56f-c6724723d13e";

    // Made for this test, as Data Protection writes it.
    private const string Key = """
        <key id="18bdc2ba-aa7f-4d08-b56f-c6724723d13e" version="1"><creationDate>2026-11-25T20:34:19.0892875Z</creationDate><activationDate>2026-11-25T20:34:19.0892875Z</activationDate><expirationDate>2027-02-23T20:34:19.0892875Z</expirationDate>
        <descriptor deserializerType="Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel.AuthenticatedEncryptorDescriptorDeserializer, Microsoft.AspNetCore.DataProtection, Version=10.0.0.0, Culture=neutral, PublicKeyToken=adb9793829ddae60">
        <descriptor><encryption algorithm="AES_256_CBC" /><validation algorithm="HMACSHA256" /><masterKey p4:requiresEncryption="true" xmlns:p4="http://schemas.asp.net/2015/03/dataProtection"><value>0GCaMjQJnbuQ2MyAvm6H0BaoOCsPffy26axv9rXNT4vufU2yfP8h2ZMhxyl6DhTHuxQ2ed9Q/Fmpq7ut0qw9WQ==</value></masterKey></descriptor></descriptor></key>
        """;

    private const string Secret =
        "CfDJ8LrCvRh_qghNtW_Gckcj0T5qFJVIesguE0ZmfKS3ZWIGMhq76TnEMKV6dgBs8SYJndEe8PHgpASXHsKGSdtKz4G4aD2hyBCoEHJCWrL33czknPVfHtLgAqsdFQQtJyuH8G09kk_odbzSuUxRZGKQGMs";

    [Fact]
    public async Task Secret_encrypted_under_a_key_of_an_earlier_version_can_be_decrypted()
    {
        await using (var db = platform.NewDb())
            await db.Database.ExecuteSqlAsync($"insert into data_protection_keys (name, xml) values ({Name}, {Key})");
        await using var process = new ServiceCollection()
            .AddLogging()
            .AddDbContext<AppDb>(options => options.UseNpgsql(platform.ConnectionString))
            .AddSecrets(new ConfigurationBuilder().Build())
            .BuildServiceProvider();

        process.GetRequiredService<ISecretProtector>().Unprotect(Secret).ShouldBe("kept since the first version");

        await using var read = platform.NewDb();
        (await read.DataProtectionKeys.Select(k => k.FriendlyName).ToListAsync()).ShouldContain(Name);
    }
}
