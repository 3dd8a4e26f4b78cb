using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Jobs.Retention;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Retention;

/// <summary>What is past its retention goes, and what somebody may still need stays.</summary>
public sealed class RetentionTests : OperationHostTest
{
    private const string Progress = "name = 'operation.progressed'";

    private protected override OperationHost Open() => new(Database, change: null, ("Retention:Batch", "7"));

    [Fact]
    public async Task Progress_of_an_ended_operation_is_purged_after_an_hour_and_other_events_stay()
    {
        await Host.ProvisionAsync();
        await Host.DispatchAsync();
        var (progress, others) = (await CountAsync("events", Progress), await CountAsync("events", $"not {Progress}"));
        progress.ShouldBeGreaterThan(20);

        Host.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        (await PurgeAsync("events")).ShouldBe(0);
        Host.Advance(TimeSpan.FromHours(1));
        (await PurgeAsync("events")).ShouldBe(progress);

        (await CountAsync("events", "true")).ShouldBe(others);
    }

    [Fact]
    public async Task Progress_of_an_operation_under_way_is_kept()
    {
        await Host.ProvisionAsync();
        await Host.DispatchAsync();
        await Host.ExecuteAsync("update operations set status = 'running'");

        Host.Advance(TimeSpan.FromDays(1));

        (await PurgeAsync("events")).ShouldBe(0);
        await Host.ExecuteAsync("update operations set status = 'failed'");
        (await PurgeAsync("events")).ShouldBeGreaterThan(20);
    }

    [Theory]
    [InlineData("pending", 0)]
    [InlineData("done", 1)]
    [InlineData("dead", 1)]
    public async Task Event_that_is_still_to_be_delivered_is_kept(string status, int gone)
    {
        await Host.OrderAsync();
        await Host.Get<EventPublisher>().PublishAsync(CancellationToken.None);
        await Host.ExecuteAsync($"update event_deliveries set status = '{status}'");
        await Host.ExecuteAsync("delete from events e where not exists (select from event_deliveries d where d.event_position = e.position)");
        var events = await CountAsync("events", "true");

        Host.Advance(TimeSpan.FromDays(91));
        // A dead delivery is as old as its event, and goes first.
        var purged = await PurgeAsync("events") + await PurgeAsync("events");

        purged.ShouldBe(events * gone);
        (await CountAsync("event_deliveries", "true")).ShouldBe(gone == 1 ? 0 : await CountAsync("event_deliveries", "status = 'pending'"));
    }

    [Fact]
    public async Task Event_that_has_no_place_in_the_order_yet_is_kept()
    {
        await Host.OrderAsync();
        Host.Advance(TimeSpan.FromDays(91));

        (await PurgeAsync("events")).ShouldBe(0);
    }

    [Fact]
    public async Task Delivered_events_leave_the_queue_after_a_day()
    {
        await Host.ProvisionAsync();
        await Host.DispatchAsync();
        var delivered = await CountAsync("event_deliveries", "status = 'done'");
        delivered.ShouldBeGreaterThan(0);
        Host.Advance(TimeSpan.FromDays(1));
        (await PurgeAsync("event_deliveries")).ShouldBe(0);

        Host.Advance(TimeSpan.FromSeconds(1));

        (await PurgeAsync("event_deliveries")).ShouldBe(delivered);
    }

    [Theory]
    [InlineData("succeeded", false, 1)]
    [InlineData("failed", false, 0)]
    [InlineData("failed", true, 1)]
    public async Task Ended_operation_is_purged_unless_it_can_still_be_replayed(string status, bool superseded, int gone)
    {
        var id = await Host.ProvisionAsync();
        await Host.ExecuteAsync($"update operations set status = '{status}'");
        Host.Advance(TimeSpan.FromDays(181));
        if (superseded)
            await Host.ActAsync(id, (instance, by) => instance.Restart(new TenantStanding(true), by, Host.Clock.Now).Value);

        (await PurgeAsync("operations")).ShouldBe(gone);
        (await Host.ReadAsync(db => db.Instances.CountAsync())).ShouldBe(1, "bills are made of instances and their times");
    }

    [Theory]
    [InlineData("sessions", "id, token_hash, created_at, last_used_at, expires_at", "gen_random_uuid(), sha256(n::text::bytea), now(), now(), '{0}'", 7)]
    [InlineData("known_devices", "fingerprint, first_seen_at, last_seen_at", "sha256(n::text::bytea), now(), '{0}'", 365)]
    [InlineData("api_keys", "id, name, prefix, token_hash, scopes, created_at, revoked_at", "gen_random_uuid(), 'k', 'p', sha256(n::text::bytea), array['x'], now(), '{0}'", 90)]
    [InlineData("api_keys", "id, name, prefix, token_hash, scopes, created_at, expires_at", "gen_random_uuid(), 'k', 'p', sha256(n::text::bytea), array['x'], now(), '{0}'", 90)]
    public async Task Expired_and_revoked_credentials_are_purged_after_their_days(string table, string columns, string values, int days)
    {
        await Host.SettledAsync();
        var over = Host.Clock.Now;
        // More than two batches.
        await InsertAsync(table, columns, values, over, 1, 20);
        await InsertAsync(table, columns, values, over.AddDays(1), 21, 22);

        Host.Advance(TimeSpan.FromDays(days));
        (await PurgeAsync(table)).ShouldBe(0);
        Host.Advance(TimeSpan.FromSeconds(1));
        (await PurgeAsync(table)).ShouldBe(20);

        (await CountAsync(table, "true")).ShouldBe(2);
    }

    [Fact]
    public async Task Passwords_go_with_their_instance()
    {
        var gone = await Host.ProvisionAsync();
        var kept = await Host.ProvisionAsync();
        await Host.ActAsync(gone, (instance, by) => instance.Terminate(by, Host.Clock.Now).Value);
        await Host.RunNextAsync();

        await Host.DispatchAsync();

        (await Host.ReadAsync(db => db.InstanceSecrets.Select(s => s.InstanceId).ToListAsync())).ShouldBe([kept]);
    }

    private Task<int> InsertAsync(string table, string columns, string values, DateTimeOffset over, int from, int to) => Host.ExecuteAsync(
        $"insert into {table} (customer_id, {columns}) select c.id, {values.Replace("{0}", $"{over:O}")} from customers c, generate_series({from}, {to}) n");

    private Task<int> CountAsync(string table, string where)
    {
        var sql = $"select count(*)::int as \"Value\" from {table} where {where}";
        return Host.ReadAsync(db => db.Database.SqlQueryRaw<int>(sql).SingleAsync());
    }

    private async Task<int> PurgeAsync(string table) => (await Host.Get<RetentionPurge>().RunAsync(CancellationToken.None))[table];
}
