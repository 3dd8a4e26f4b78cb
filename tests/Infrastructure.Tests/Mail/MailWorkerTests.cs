using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Mail;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Mail;

namespace SaaSOdoo.Infrastructure.Tests.Mail;

public sealed class MailWorkerTests : MailTest
{
    private static readonly (string, string) RarePolls = ("Mail:Poll", "01:00:00");

    [Fact]
    public async Task Saved_mail_is_sent_at_once_by_notification()
    {
        await using var host = Open([RarePolls]);
        await host.StartAsync<NotificationListener>();
        await host.StartAsync<MailWorker>();

        for (var i = 0; i < 3; i++)
        {
            await PostAsync($"customer{i}@example.com", host: host);
            await Eventually.BecomesTrueAsync(() => Task.FromResult(Smtp.Received.Count == i + 1));
        }
    }

    [Fact]
    public async Task Hanging_mails_time_out_without_blocking_others_and_are_retried()
    {
        await using var host = Open([("Mail:Timeout", "00:00:04"), ("Mail:Poll", "00:00:00.1")]);
        var hangs = true;
        Smtp.Fault = to => hangs && to.StartsWith("slow", StringComparison.Ordinal) ? SmtpFault.Hang : SmtpFault.None;
        var slow = new[] { await PostAsync("slow1@example.com", host: host), await PostAsync("slow2@example.com", host: host) };
        for (var i = 0; i < 10; i++)
            await PostAsync($"quick{i}@example.com", host: host);

        await host.StartAsync<MailWorker>();
        await Eventually.BecomesTrueAsync(() => Task.FromResult(Recipients().Count(to => to.StartsWith("quick", StringComparison.Ordinal)) == 10));
        foreach (var id in slow)
            await Eventually.BecomesTrueAsync(async () => (await MailAsync(id)).LastError is not null);
        var row = await MailAsync(slow[0]);
        (row.Status, row.LastError).ShouldBe((MailStatus.Queued, "The server did not finish within 4 seconds."));

        hangs = false;
        host.Advance(TimeSpan.FromMinutes(5));
        await Eventually.BecomesTrueAsync(() => Task.FromResult(Recipients().Count() == 12));
    }

    [Fact]
    public async Task Smtp_server_that_never_greets_times_out()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        await using var host = Open([("Mail:Smtp:Port", $"{port}"), ("Mail:Timeout", "00:00:00.3")]);
        var id = await PostAsync(host: host);
        await SendAsync(host);
        (await MailAsync(id)).LastError.ShouldNotBeNull().ShouldContain("did not finish");
    }

    [Fact]
    public async Task Smtp_login_failure_loses_no_mail()
    {
        Smtp.Login = ("platform", "right");
        var id = await PostAsync();
        await SendAsync();
        (await MailAsync(id)).LastError.ShouldNotBeNull().ShouldContain("Authentication required");

        await using (var wrong = Open([("Mail:Smtp:User", "platform"), ("Mail:Smtp:Password", "wrong")]))
        {
            wrong.Advance(TimeSpan.FromMinutes(1));
            await SendAsync(wrong);
        }

        Smtp.Received.ShouldBeEmpty();
        await using var right = Open([("Mail:Smtp:User", "platform"), ("Mail:Smtp:Password", "right")]);
        right.Advance(TimeSpan.FromMinutes(2));
        (await SendAsync(right)).ShouldBe(1);
        Smtp.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Mail_is_not_sent_without_the_required_tls()
    {
        await using var host = Open([("Mail:Smtp:Tls", "starttls")]);
        var id = await PostAsync(host: host);
        await SendAsync(host);

        Smtp.Received.ShouldBeEmpty();
        var row = await MailAsync(id);
        (row.Status, row.Attempts).ShouldBe((MailStatus.Queued, 1));
        row.LastError.ShouldNotBeNull().ShouldContain("secure");
    }

    [Fact]
    public async Task Mails_stay_queued_without_mail_configuration()
    {
        await using var host = new Operations.OperationHost(Database);
        var id = await PostAsync(host: host);
        (await MailAsync(id)).Status.ShouldBe(MailStatus.Queued);
        (await host.InScopeAsync<IServiceProvider, bool>(p => Task.FromResult(p.GetService<MailWorker>() is null && p.GetService<IMailTransport>() is null)))
            .ShouldBeTrue();
    }

    private IEnumerable<string> Recipients() => Smtp.Received.Select(m => m.Recipients.Single()).Distinct(StringComparer.Ordinal);
}
