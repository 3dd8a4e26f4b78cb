using Microsoft.EntityFrameworkCore;
using Npgsql;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Builders;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Plans;

public sealed class CatalogueTriggerTests(PlatformDatabase database) : IClassFixture<PlatformDatabase>
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("update plans set max_instances = 99 where code = 'starter'")]
    [InlineData("update plans set trial_days = 0, withdrawn_at = now() where code = 'starter'")]
    [InlineData("update plans set code = 'other' where code = 'starter'")]
    [InlineData("delete from plans where code = 'starter'")]
    [InlineData("update plan_prices set amount = 1")]
    [InlineData("delete from plan_prices")]
    [InlineData("truncate plan_prices")]
    [InlineData("update exchange_rates set rate = 1")]
    [InlineData("delete from exchange_rates")]
    [InlineData("truncate exchange_rates")]
    public async Task What_was_offered_is_changed_by_no_statement(string statement)
    {
        await using var db = database.NewDb();
        var refused = await Should.ThrowAsync<PostgresException>(() => db.Database.ExecuteSqlRawAsync(statement));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Version_can_be_withdrawn_and_offered_again()
    {
        await using var db = database.NewDb();
        (await db.Database.ExecuteSqlRawAsync("update plans set withdrawn_at = now() where code = 'professional'")).ShouldBe(1);
        (await db.Database.ExecuteSqlRawAsync("update plans set withdrawn_at = null, offered_from = now() where code = 'professional'")).ShouldBe(1);
    }

    [Fact]
    public async Task Version_gets_prices_until_it_is_sold()
    {
        await using var db = database.NewDb();
        var basic = await db.Plans.Where(p => p.Code == "basic").Select(p => p.Id.Value).SingleAsync();
        (await AddPriceAsync(db, basic, "monthly")).ShouldBe(1);
        await SellAsync(db, basic);

        var refused = await Should.ThrowAsync<PostgresException>(() => AddPriceAsync(db, basic, "annual"));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Price_that_races_with_the_first_sale_is_seen_by_it_or_refused()
    {
        await using var selling = database.NewDb();
        await using var pricing = database.NewDb();
        var plan = await selling.Plans.Where(p => p.Code == "enterprise").Select(p => p.Id.Value).SingleAsync();
        await using var sale = await selling.Database.BeginTransactionAsync();
        await SellAsync(selling, plan);

        var price = AddPriceAsync(pricing, plan, "monthly");
        await using var looking = database.NewDb();
        await Eventually.BecomesTrueAsync(async () => await looking.Database.SqlQuery<int>(
            $"select count(*)::int as \"Value\" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'").SingleAsync() > 0);
        await sale.CommitAsync();

        (await Should.ThrowAsync<PostgresException>(() => price)).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task Price_and_rate_are_positive(int amount)
    {
        await using var db = database.NewDb();
        (await Should.ThrowAsync<PostgresException>(() => db.Database.ExecuteSqlAsync(
            $"insert into exchange_rates (id, currency, rate, valid_from, created_at) values (gen_random_uuid(), 'ZWG', {amount}, now(), now())")))
            .ConstraintName.ShouldBe("ck_exchange_rates_rate");
        (await Should.ThrowAsync<PostgresException>(() => db.Database.ExecuteSqlAsync(
            $"insert into plan_prices (plan_id, period, currency, amount) select id, 'monthly', 'ZWG', {amount} from plans where code = 'starter'")))
            .ConstraintName.ShouldBe("ck_plan_prices_amount");
    }

    private static Task<int> AddPriceAsync(AppDb db, Guid plan, string period) => db.Database.ExecuteSqlAsync(
        $"insert into plan_prices (plan_id, period, currency, amount) values ({plan}, {period}, 'ZWG', 200)");

    private static async Task SellAsync(AppDb db, Guid plan)
    {
        var customer = new CustomerBuilder { Email = $"{Guid.CreateVersion7():N}@example.com" }.Build(At);
        var tenant = new TenantBuilder(customer.Id).Build(At);
        var sold = await db.Plans.SingleAsync(p => p.Id == new PlanId(plan));
        db.AddRange(customer, tenant, Subscription.Order(tenant.Id, customer.Id, new(sold, BillingPeriod.Monthly, Currency.Usd, 8m, Rate: null), At).Value);
        await db.SaveChangesAsync();
    }
}
