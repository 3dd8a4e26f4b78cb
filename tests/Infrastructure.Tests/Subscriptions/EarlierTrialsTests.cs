using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Subscriptions;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Infrastructure.Tests.Subscriptions;

public sealed class EarlierTrialsTests : OperationHostTest
{
    [Fact]
    public async Task Trial_of_before_is_remembered_by_its_mailbox()
    {
        await TrialOfAsync("tendai@example.com");
        await TrialOfAsync("tendai+two@example.com");

        await Host.InScopeAsync<AppDb>(db => EarlierTrials.HashMailboxesAsync(db, Host.Get<IMailboxHasher>(), CancellationToken.None));

        var mailbox = await Host.Get<IMailboxHasher>().HashAsync(Email.Create("email", "tendai+three@example.com").Value, CancellationToken.None);
        (await Host.ReadAsync(db => db.Trials.CountAsync(t => t.MailboxHash == mailbox))).ShouldBe(1, "one remembers it for both");
    }

    // What a trial refers to besides its customer does not matter here.
    private async Task TrialOfAsync(string email)
    {
        var customer = new CustomerBuilder { Email = email }.Build(Host.Clock.Now);
        await Host.InScopeAsync<AppDb>(async db =>
        {
            db.Add(customer);
            await db.SaveChangesAsync();
        });
        await Host.ExecuteAsync(
            $"""
            set session_replication_role = replica;
            insert into trials (customer_id, subscription_id, started_at, ends_at) values ('{customer.Id.Value}', gen_random_uuid(), now(), now());
            set session_replication_role = origin
            """);
    }
}
