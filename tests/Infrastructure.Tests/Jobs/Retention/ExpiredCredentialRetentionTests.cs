using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Infrastructure.Jobs.Retention;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Sessions;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Retention;

public sealed class ExpiredCredentialRetentionTests : OperationHostTest
{
    [Fact]
    public async Task Expired_tokens_failed_logins_and_rate_limit_counters_are_purged_and_live_ones_kept()
    {
        await KeepAsync("early");
        Host.Advance(TimeSpan.FromHours(47));
        await KeepAsync("late");
        (await LeftAfterPurgeAsync()).ShouldBe((2, 1, 1), "a link is good for 48 hours, a count for its minute, a failed login is kept for a day");

        Host.Advance(TimeSpan.FromHours(1));
        (await LeftAfterPurgeAsync()).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task Expired_invitations_are_purged_whether_withdrawn_or_not()
    {
        await Host.InScopeAsync<AppDb>(async db =>
        {
            var customer = New("owner");
            var tenant = new TenantBuilder(customer.Id).Build(Host.Clock.Now);
            db.Customers.Add(customer);
            db.Tenants.Add(tenant);
            foreach (var name in new[] { "waits", "withdrawn" })
            {
                var email = Email.Create("email", $"{name}@example.com").Value;
                var hash = SessionTokens.Hash(name);
                var invitation = Invitation.Send(tenant.Id, email, TenantRole.Viewer, hash, customer.Id, Host.Clock.Now);
                if (name == "withdrawn")
                    invitation.Withdraw(Host.Clock.Now);
                db.Invitations.Add(invitation);
            }

            await db.SaveChangesAsync();
        });
        Host.Advance(Invitation.Lifetime - TimeSpan.FromSeconds(1));
        await LeftAfterPurgeAsync();
        (await InvitationsAsync()).ShouldBe(2);

        Host.Advance(TimeSpan.FromSeconds(1));
        await LeftAfterPurgeAsync();
        (await InvitationsAsync()).ShouldBe(0);
    }

    private Task<int> InvitationsAsync() => Host.InScopeAsync<AppDb, int>(db => db.Invitations.CountAsync());

    private Customer New(string name) => new CustomerBuilder { Email = $"{name}@example.com" }.Build(Host.Clock.Now);

    private Task KeepAsync(string name) => Host.InScopeAsync<AppDb>(async db =>
    {
        var now = Host.Clock.Now;
        var customer = New(name);
        db.Customers.Add(customer);
        db.OneTimeTokens.Add(OneTimeToken.Issue(customer.Id, TokenKind.VerifyEmail, [.. customer.Id.Value.ToByteArray(), .. new byte[16]], now));
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlAsync(
            $"insert into unknown_logins (email_hash, failed_logins, last_at) values ({customer.Id.Value.ToByteArray()}, 1, {now})");
        await Host.Get<IRateLimitCounters>().CountAsync(name, TimeSpan.FromMinutes(1), CancellationToken.None);
    });

    private async Task<(int Tokens, int Unknown, int Counts)> LeftAfterPurgeAsync()
    {
        await Host.Get<RetentionPurge>().RunAsync(CancellationToken.None);
        return await Host.InScopeAsync<AppDb, (int, int, int)>(async db =>
            (await db.OneTimeTokens.CountAsync(), await db.UnknownLogins.CountAsync(), await db.Set<RateLimitCounterRow>().CountAsync()));
    }
}
