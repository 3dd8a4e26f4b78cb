using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Infrastructure.Accounts;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Scheduling;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Accounts;

public sealed class PurgeGuessesTests : WorkshopTest
{
    [Fact]
    public async Task What_is_over_goes_and_nothing_before()
    {
        await KeepAsync("early");
        Shop.Clock.Advance(TimeSpan.FromHours(47));
        await KeepAsync("late");
        (await LeftAfterPurgeAsync()).ShouldBe((2, 1, 1), "a link is good for 48 hours, a count for its minute, a failed login is kept for a day");

        Shop.Clock.Advance(TimeSpan.FromHours(1));
        (await LeftAfterPurgeAsync()).ShouldBe((1, 1, 0));
    }

    private Task KeepAsync(string name) => Shop.InScopeAsync<AppDb>(async db =>
    {
        var now = Shop.Clock.Now;
        var customer = Customer.Register(
            Email.Create("email", $"{name}@example.com").Value,
            CustomerProfile.Create("Tendai", "Moyo", null, null, null, null, null).Value,
            "hash",
            marketingConsent: false,
            now);
        db.Customers.Add(customer);
        db.OneTimeTokens.Add(OneTimeToken.Issue(customer.Id, TokenKind.VerifyEmail, [.. customer.Id.Value.ToByteArray(), .. new byte[16]], now));
        await db.SaveChangesAsync();
        await db.Database.ExecuteSqlAsync(
            $"insert into unknown_logins (email_hash, failed_logins, last_at) values ({customer.Id.Value.ToByteArray()}, 1, {now})");
        await Shop.Get<IRequestCounts>().CountAsync(name, TimeSpan.FromMinutes(1), CancellationToken.None);
    });

    private async Task<(int Tokens, int Unknown, int Counts)> LeftAfterPurgeAsync()
    {
        var job = new PurgeGuessesJob(Shop.Get<IServiceScopeFactory>(), Shop.Get<AdvisoryLock>(), Shop.Clock);
        await job.PurgeAsync(CancellationToken.None);
        return await Shop.InScopeAsync<AppDb, (int, int, int)>(async db =>
            (await db.OneTimeTokens.CountAsync(), await db.UnknownLogins.CountAsync(), await db.Set<RequestCountRow>().CountAsync()));
    }
}
