using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Jobs.Queues;

/// <summary>What holds for each of the queues, shown with deliveries of events.</summary>
public sealed class LeasedQueueTests : OperationHostTest
{
    private static readonly TimeSpan Duration = new EventOptions().Lease;

    private EventQueue Queue => Host.Get<EventQueue>();

    [Fact]
    public async Task Two_workers_race_for_1000_rows_and_none_is_claimed_twice()
    {
        await FillAsync("webhooks", 1000);

        var claims = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => TakeAllAsync(Another(), batch: 16))));

        var all = claims.SelectMany(c => c).ToList();
        all.Count.ShouldBe(1000);
        all.Select(c => c.Id).Distinct().Count().ShouldBe(1000);
        all.ShouldAllBe(c => c.Fence == 1);
        claims.ShouldAllBe(c => c.Count > 0);
    }

    [Fact]
    public async Task Expired_lease_is_reclaimed_counts_as_an_attempt_and_its_old_holder_cannot_write()
    {
        await FillAsync("webhooks", 1);
        var old = (await Queue.ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
        (await Another().ClaimAsync(CancellationToken.None)).ShouldBeNull();
        Host.Advance(Duration + TimeSpan.FromMilliseconds(1));

        var taken = (await Another().ClaimAsync(CancellationToken.None)).ShouldNotBeNull();

        taken.ShouldBe(old with { Fence = 2 });
        await Should.ThrowAsync<LeaseLostException>(() => Host.Get<EventDispatcher>().DeliverAsync(old, CancellationToken.None));
        (await Queue.ExtendAsync([old], CancellationToken.None)).ShouldBe([old]);
        await Queue.ReleaseAsync([old], CancellationToken.None);
        var row = await Host.ReadAsync(db => db.EventDeliveries.AsNoTracking().SingleAsync());
        (row.Status, row.Attempts, row.Fence, row.LeaseUntil).ShouldBe((DeliveryStatus.Pending, 1, 2, Host.Clock.Now + Duration));
    }

    [Fact]
    public async Task Heartbeat_extends_all_leases_at_once_and_names_those_that_are_lost()
    {
        await FillAsync("webhooks", 5);
        var leases = await Queue.ClaimAsync(5, CancellationToken.None);
        Host.Advance(Duration / 2);
        await Host.ExecuteAsync($"update event_deliveries set fence = fence + 1 where id = '{leases[3].Id}'");

        (await Queue.ExtendAsync(leases, CancellationToken.None)).ShouldBe([leases[3]]);

        var until = await Host.ReadAsync(db => db.EventDeliveries.AsNoTracking().ToDictionaryAsync(d => d.Id, d => d.LeaseUntil));
        until.Where(d => d.Value == Host.Clock.Now + Duration).Select(d => d.Key).ShouldBe(leases.Except([leases[3]]).Select(l => l.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task Heartbeat_does_not_wait_for_a_locked_row()
    {
        await FillAsync("webhooks", 2);
        var leases = await Queue.ClaimAsync(2, CancellationToken.None);
        await using var locked = await RowLock.OfAsync(Database.ConnectionString, $"select from event_deliveries where id = '{leases[0].Id}' for update");

        (await Queue.ExtendAsync(leases, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Heartbeat_that_gets_no_answer_gives_its_leases_up_before_they_expire()
    {
        await using var host = new OperationHost(Database, settings: ("Events:Lease", "00:00:03"));
        await FillAsync("webhooks", 1);
        var lease = (await host.Get<EventQueue>().ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
        var lost = new TaskCompletionSource<Lease>();
        var heartbeat = new Heartbeat(
            host.Get<EventQueue>(), host.Get<Notifications>(), () => [lease], lost.SetResult, TimeProvider.System, NullLogger.Instance);
        using var ended = new CancellationTokenSource();
        Task beating;
        await using (await RowLock.OfAsync(Database.ConnectionString, "lock table event_deliveries in access exclusive mode"))
        {
            beating = heartbeat.RunAsync(ended.Token);
            (await lost.Task.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(lease);
            await ended.CancelAsync();
        }

        await beating;
    }

    [Fact]
    public async Task Released_lease_is_due_at_once_and_is_no_attempt()
    {
        await FillAsync("webhooks", 1);
        var lease = (await Queue.ClaimAsync(CancellationToken.None)).ShouldNotBeNull();

        await Queue.ReleaseAsync([lease], CancellationToken.None);

        (await Another().ClaimAsync(CancellationToken.None)).ShouldBe(lease with { Fence = 2 });
        (await Host.ReadAsync(db => db.EventDeliveries.AsNoTracking().SingleAsync())).Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task Batch_is_shared_evenly_and_a_partition_with_less_under_way_goes_first()
    {
        await FillAsync("many", 100);
        await FillAsync("few", 3);

        (await ConsumersOfAsync(await Queue.ClaimAsync(4, CancellationToken.None))).ShouldBe(["few", "few", "many", "many"]);
        (await ConsumersOfAsync(await Queue.ClaimAsync(4, CancellationToken.None))).ShouldBe(["few", "many", "many", "many"]);
        await FillAsync("late", 1);
        (await ConsumersOfAsync(await Queue.ClaimAsync(1, CancellationToken.None))).ShouldBe(["late"]);
    }

    [Fact]
    public async Task Rows_without_a_partition_share_fairly_as_one_partition()
    {
        await FillAsync("of nobody", 100, tenant: "null");
        (await ConsumersOfAsync(await Queue.ClaimAsync(2, CancellationToken.None))).ShouldBe(["of nobody", "of nobody"]);
        await FillAsync("few", 3);

        (await ConsumersOfAsync(await Queue.ClaimAsync(3, CancellationToken.None))).ShouldBe(["few", "few", "of nobody"]);
        var ids = await Host.ReadAsync(db =>
            db.EventDeliveries.Where(d => d.TenantId == null && d.LeaseUntil == null).OrderBy(d => d.RunAfter).Select(d => d.Id).ToListAsync());
        await using var locked = await RowLock.OfAsync(Database.ConnectionString, $"select from event_deliveries where id = '{ids[0]}' for update");
        (await TakeAllAsync(Queue, batch: 16)).Count.ShouldBe(1 + 97 - 1);
    }

    [Fact]
    public async Task Locked_row_is_passed_over_for_the_next_of_its_partition_and_for_other_partitions()
    {
        await FillAsync("first", 1);
        await FillAsync("second", 2);
        var ids = await Host.ReadAsync(db => db.EventDeliveries.OrderBy(d => d.RunAfter).Select(d => d.Id).ToListAsync());
        await using var locked = await RowLock.OfAsync(
            Database.ConnectionString, $"select from event_deliveries where id in ('{ids[0]}', '{ids[1]}') for update");

        (await TakeAllAsync(Queue, batch: 1)).Select(l => l.Id).ShouldBe([ids[2]]);
    }

    [Fact]
    public async Task Claim_reads_few_rows_of_partitions_with_20000_pending()
    {
        await FillAsync("many", 20_000);
        await FillAsync("of nobody", 20_000, tenant: "null");
        await FillAsync("few", 10);
        await Host.ExecuteAsync("analyze event_deliveries");
        await Queue.ClaimAsync(8, CancellationToken.None);

        var plan = await PlanOfClaimAsync();

        plan.ShouldAllBe(line => !line.Contains("Seq Scan on event_deliveries"), string.Join('\n', plan));
        plan.Count(line => line.Contains("ix_event_deliveries_tenant_id_run_after")).ShouldBeGreaterThan(5);
        plan.SelectMany(line => Regex.Matches(
                line, @"(actual rows=|Rows Removed by Filter: )(?<rows>\d+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture))
            .ShouldAllBe(match => int.Parse(match.Groups["rows"].Value, CultureInfo.InvariantCulture) < 100, string.Join('\n', plan));
    }

    [Fact]
    public async Task Claim_with_nothing_due_reads_no_partition_in_backoff()
    {
        for (var tenant = 0; tenant < 50; tenant++)
            await FillAsync($"tenant {tenant}", 20);
        await Host.ExecuteAsync("update event_deliveries set run_after = run_after + interval '2 h'");
        await Host.ExecuteAsync("analyze event_deliveries");

        var plan = await PlanOfClaimAsync();

        plan.ShouldContain(line => line.Contains("Recursive Union") && line.Contains("rows=0 loops=1"), string.Join('\n', plan));
    }

    private async Task<List<string>> PlanOfClaimAsync()
    {
        var sql = new QueueSql(EventQueue.Table).Claim.Replace("$1", "8").Replace("$2", "'w'").Replace("$3", "interval '30 s'").Replace("$4", "array[]::text[]");
        await using var command = Host.Get<NpgsqlDataSource>().CreateCommand($"explain (analyze, timing off) {sql}");
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return lines;
    }

    // Each later than those before, by a millisecond. One consumer each, so that it can be told from others, and one tenant.
    private async Task FillAsync(string partition, int count, string? tenant = null) => await Host.ExecuteAsync(
        $"""
        with happened as (
            insert into events (id, name, subject, payload, at, dispatched_at)
            select gen_random_uuid(), 'tenant.suspended', gen_random_uuid(), '{"{}"}', now(), now() from generate_series(1, {count}) returning position)
        insert into event_deliveries (id, event_position, tenant_id, consumer, status, run_after, attempts, pauses, fence)
        select gen_random_uuid(), position, {tenant ?? $"md5('{partition}')::uuid"}, '{partition}', 'pending',
               '{Host.Clock.Now:O}'::timestamptz - interval '1 h' + position * interval '1 ms', 0, 0, 0 from happened
        """);

    private EventQueue Another() => ActivatorUtilities.CreateInstance<EventQueue>(Host.Get<IServiceProvider>());

    private static async Task<List<Lease>> TakeAllAsync(EventQueue queue, int batch)
    {
        var all = new List<Lease>();
        while (await queue.ClaimAsync(batch, CancellationToken.None) is { Count: > 0 } leases)
            all.AddRange(leases);
        return all;
    }

    private async Task<List<string>> ConsumersOfAsync(IReadOnlyList<Lease> leases)
    {
        var ids = leases.Select(l => l.Id).ToList();
        return await Host.ReadAsync(db => db.EventDeliveries.Where(d => ids.Contains(d.Id)).Select(d => d.Consumer).OrderBy(c => c).ToListAsync());
    }
}
