using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SaaSOdoo.Domain.Mails;

namespace SaaSOdoo.Infrastructure.Tests.Mail;

/// <summary>A worker in a process of its own, killed with SIGKILL while it sends.</summary>
public sealed class MailCrashTests : MailTest
{
    private const int KilledBySigkill = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("claimed", 0)]
    [InlineData("sent", 1)]
    public async Task A_worker_that_is_killed_loses_no_mail_and_a_second_copy_has_the_same_id(string when, int delivered)
    {
        // The other process has the real time.
        Shop.Clock.Advance(TimeProvider.System.GetUtcNow() - Shop.Clock.Now);
        var id = await PostAsync();

        await DieAsync(when);
        Smtp.Received.Count.ShouldBe(delivered);
        (await MailAsync(id)).Status.ShouldBe(MailStatus.Queued);
        (await SendAsync()).ShouldBe(0);

        Shop.Clock.Advance(TimeSpan.FromMinutes(5));
        (await SendAsync()).ShouldBe(1);
        Smtp.Received.Select(m => m.MessageId).ShouldBe(Enumerable.Repeat($"<{id.Value:N}@saasodoo.example>", delivered + 1));
        (await MailAsync(id)).Status.ShouldBe(MailStatus.Sent);
        Shop.Clock.Advance(TimeSpan.FromMinutes(5));
        (await SendAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_mail_is_sent_encrypted_to_a_server_whose_certificate_is_trusted_and_to_no_other()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        Smtp.Certificate = certificate;
        await using var shop = Open([("Mail:Smtp:Tls", "starttls")]);
        shop.Clock.Advance(TimeProvider.System.GetUtcNow() - shop.Clock.Now);

        // This process does not trust it.
        var id = await PostAsync(shop: shop);
        await SendAsync(shop);
        Smtp.Received.ShouldBeEmpty();
        (await MailAsync(id)).LastError.ShouldNotBeNull().ShouldContain("certificate");

        var trusted = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(trusted, certificate.ExportCertificatePem());
            await DieAsync("sent", "--Mail:Smtp:Tls=starttls", trusted);
        }
        finally
        {
            File.Delete(trusted);
        }

        Smtp.Received.ShouldHaveSingleItem().Link().Fragment.ShouldBe($"#token={Token}");
    }

    private async Task DieAsync(string when, string setting = "--Mail:Smtp:Tls=none", string? trusted = null)
    {
        string[] settings =
        [
            "--Roles=worker", "--Urls=http://127.0.0.1:0", $"--Crash:Mail={when}", "--Docker:Endpoint=unix:///nowhere/docker.sock",
            .. Smtp.Settings.Select(s => $"--{s.Key}={s.Value}"), setting,
        ];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SaaSOdoo.CrashHost.dll"), .. settings])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ConnectionStrings__Platform"] = Database.ConnectionString;
        if (trusted is not null)
            start.Environment["SSL_CERT_FILE"] = trusted;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill();
            throw new TimeoutException($"The worker did not die when it had {when} the mail: {await output}{await errors}", e);
        }

        process.ExitCode.ShouldBe(KilledBySigkill, $"{await output}{await errors}");
    }
}
