using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Infrastructure.Tests.Events;

/// <summary>Events are saved with what caused them: both or neither, and once.</summary>
public sealed class EventStoreTests : OperationHostTest
{
    [Fact]
    public async Task Retried_save_after_a_unique_violation_stores_each_event_once()
    {
        var (first, second) = (NewCustomer(), NewCustomer());
        await Host.InScopeAsync<AppDb>(other =>
        {
            other.Add(first);
            return other.SaveChangesAsync();
        });
        await using var db = Database.NewDb();
        db.Add(second);

        for (var attempt = 0; attempt < 3; attempt++)
            (await Should.ThrowAsync<UniqueConstraintException>(() => db.SaveChangesAsync())).Constraint.ShouldBe("ux_customers_email");
        await Host.ReadAsync(other => other.Customers.Where(c => c.Id == first.Id).ExecuteDeleteAsync());
        await db.SaveChangesAsync();
        await db.SaveChangesAsync();

        (await NamesOfAsync(second.Id.Value)).ShouldBe(["customer.registered"]);
    }

    [Fact]
    public async Task Rolled_back_transaction_stores_no_events()
    {
        var customer = NewCustomer();
        await using (var db = Database.NewDb())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Add(customer);
            await db.SaveChangesAsync();
        }

        (await NamesOfAsync(customer.Id.Value)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Stored_events_round_trip()
    {
        var (instance, operation) = await Host.OrderAsync();
        await Host.RunNextAsync();

        var rows = await Host.ReadAsync(db => db.Events.AsNoTracking().OrderBy(e => e.Position).ToListAsync());

        rows.Count.ShouldBeGreaterThan(30);
        foreach (var row in rows)
        {
            var back = row.ToRecorded().Event;
            (EventNames.Of(back), back.Subject, back.Tenant).ShouldBe((row.Name, row.Subject, row.TenantId));
            JsonNode.DeepEquals(JsonNode.Parse(EventRow.Of(back).Payload), JsonNode.Parse(row.Payload)).ShouldBeTrue(row.Payload);
        }

        rows.Select(r => r.Subject).ShouldContain(instance.Value);
        rows.Select(r => r.Subject).ShouldContain(operation.Value);
    }

    private Task<List<string>> NamesOfAsync(Guid subject) => Host.ReadAsync(db =>
        db.Events.Where(e => e.Subject == subject).OrderBy(e => e.Position).Select(e => e.Name).ToListAsync());

    private Customer NewCustomer() => new CustomerBuilder().Build(Host.Clock.Now);
}
