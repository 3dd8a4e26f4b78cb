using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Mail;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Mail;

namespace SaaSOdoo.Infrastructure.Tests.Mail;

/// <summary>Connections are kept for the next mail; whatever becomes of them, each mail arrives once.</summary>
public sealed class SmtpConnectionTests : MailTest
{
    [Fact]
    public async Task Consecutive_mails_share_one_smtp_connection()
    {
        Smtp.Login = ("platform", "right");
        await using var host = Open([("Mail:Smtp:User", "platform"), ("Mail:Smtp:Password", "right")]);
        for (var i = 0; i < 10; i++)
            await PostAsync($"customer{i}@example.com", host: host);
        (await SendAsync(host)).ShouldBe(10);

        Smtp.Received.Select(m => m.Recipients.Single()).Distinct().Count().ShouldBe(10);
        Smtp.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Smtp_connections_are_limited_by_the_mail_concurrency()
    {
        await using var host = Open([("Mail:Concurrency", "3"), ("Mail:Poll", "00:00:00.1")]);
        for (var i = 0; i < 30; i++)
            await PostAsync($"customer{i}@example.com", host: host);
        await host.StartAsync<MailWorker>();

        await Eventually.BecomesTrueAsync(() => Task.FromResult(Smtp.Received.Count == 30));
        Smtp.Connections.ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task Closed_smtp_connection_is_replaced_without_a_failed_attempt()
    {
        var first = await PostAsync("first@example.com");
        await SendAsync();
        await Smtp.BreakConnectionsAsync();
        var second = await PostAsync("second@example.com");
        await SendAsync();

        Smtp.Received.Select(m => m.Recipients.Single()).ShouldBe(["first@example.com", "second@example.com"]);
        Smtp.Connections.ShouldBe(2);
        foreach (var id in new[] { first, second })
        {
            var row = await MailAsync(id);
            (row.Status, row.Attempts, row.LastError).ShouldBe((MailStatus.Sent, 1, null));
        }
    }

    [Fact]
    public async Task Mails_over_the_servers_limit_per_connection_go_over_new_connections()
    {
        Smtp.MailsPerConnection = 2;
        var ids = new List<Domain.Common.MailId>();
        for (var i = 0; i < 5; i++)
            ids.Add(await PostAsync($"customer{i}@example.com"));
        (await SendAsync()).ShouldBe(5);

        Smtp.Received.Count.ShouldBe(5);
        Smtp.Connections.ShouldBe(3);
        foreach (var id in ids)
            (await MailAsync(id)).Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Smtp_connection_is_reused_after_a_refusal()
    {
        Smtp.Fault = to => to.StartsWith("unknown", StringComparison.Ordinal) ? SmtpFault.Refuse
            : to.StartsWith("later", StringComparison.Ordinal) ? SmtpFault.Defer : SmtpFault.None;
        foreach (var to in new[] { "unknown@example.com", "later@example.com", "known@example.com" })
            await PostAsync(to);
        (await SendAsync()).ShouldBe(3);

        Smtp.Received.ShouldHaveSingleItem().Recipients.ShouldBe(["known@example.com"]);
        Smtp.Connections.ShouldBe(1);
    }

    [Theory]
    [InlineData(SmtpFault.Drop)]
    [InlineData(SmtpFault.Hang)]
    public async Task Smtp_connection_that_broke_in_the_middle_of_a_mail_is_not_reused(SmtpFault fault)
    {
        await using var host = Open([("Mail:Timeout", "00:00:02")]);
        Smtp.Fault = to => to.StartsWith("broken", StringComparison.Ordinal) ? fault : SmtpFault.None;
        await PostAsync("before@example.com", host: host);
        await SendAsync(host);
        var broken = await PostAsync("broken@example.com", host: host);
        await SendAsync(host);
        (await MailAsync(broken)).Status.ShouldBe(MailStatus.Queued);
        await PostAsync("after@example.com", host: host);
        await SendAsync(host);

        Smtp.Received.Select(m => m.Recipients.Single()).ShouldBe(["before@example.com", "after@example.com"]);
        Smtp.Connections.ShouldBe(2);
        Smtp.Fault = _ => SmtpFault.None;
        host.Advance(TimeSpan.FromMinutes(1));
        (await SendAsync(host)).ShouldBe(1);
        Smtp.Received[^1].MessageId.ShouldBe($"<{broken.Value:N}@saasodoo.example>");
    }
}
