using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SaaSOdoo.Domain.Mail;

namespace SaaSOdoo.Infrastructure.Tests.Mail;

/// <summary>A worker in a process of its own, killed with SIGKILL while it sends.</summary>
public sealed class MailCrashTests : MailTest
{
    [Theory]
    [InlineData("claimed", 0)]
    [InlineData("sent", 1)]
    public async Task Worker_crash_loses_no_mail_and_a_duplicate_has_the_same_message_id(string when, int delivered)
    {
        // The other process has the real time.
        Host.AdjustTime(TimeProvider.System.GetUtcNow());
        var id = await PostAsync();

        await CrashAsync(when);
        Smtp.Received.Count.ShouldBe(delivered);
        (await MailAsync(id)).Status.ShouldBe(MailStatus.Queued);
        (await SendAsync()).ShouldBe(0);

        Host.Advance(TimeSpan.FromMinutes(5));
        (await SendAsync()).ShouldBe(1);
        Smtp.Received.Select(m => m.MessageId).ShouldBe(Enumerable.Repeat($"<{id.Value:N}@saasodoo.example>", delivered + 1));
        (await MailAsync(id)).Status.ShouldBe(MailStatus.Sent);
        Host.Advance(TimeSpan.FromMinutes(5));
        (await SendAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("starttls")]
    [InlineData("implicit")]
    public async Task Mail_is_sent_over_tls_only_to_a_server_with_a_trusted_certificate(string tls)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        (Smtp.Certificate, Smtp.IsTlsImplicit) = (certificate, tls == "implicit");
        await using var host = Open([("Mail:Smtp:Tls", tls)]);
        host.AdjustTime(TimeProvider.System.GetUtcNow());

        // This process does not trust it.
        var id = await PostAsync(host: host);
        await SendAsync(host);
        Smtp.Received.ShouldBeEmpty();
        (await MailAsync(id)).LastError.ShouldNotBeNull().ShouldContain("certificate");

        var trusted = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem());
            await CrashAsync("sent", $"--Mail:Smtp:Tls={tls}", trusted);
        }
        finally
        {
            File.Delete(trusted);
        }

        Smtp.Received.ShouldHaveSingleItem().Link().Fragment.ShouldBe($"#token={Token}");
    }

    private Task CrashAsync(string when, string setting = "--Mail:Smtp:Tls=none", string? trusted = null) => CrashingWorker.CrashAsync(
        Database.ConnectionString,
        trusted is null ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { ["SSL_CERT_FILE"] = trusted },
        [$"--Crash:Mail={when}", .. Smtp.Settings.Select(s => $"--{s.Key}={s.Value}"), setting]);
}
