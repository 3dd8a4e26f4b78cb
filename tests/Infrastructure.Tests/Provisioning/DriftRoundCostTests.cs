using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

/// <summary>What a round of the monitor reads and writes.</summary>
public sealed class DriftRoundCostTests : OperationHostTest
{
    [Fact]
    public async Task Instances_that_are_stopped_and_look_it_are_neither_read_nor_written()
    {
        var running = await Host.ProvisionAsync();
        await SeedStoppedAsync(running, 20_000);
        Host.Advance(TimeSpan.FromSeconds(30));
        await DetectAsync();

        (await Host.ReadAsync(db => db.Instances.CountAsync(i => i.Observation.LastHealthCheck != null))).ShouldBe(1);
        (await PlanAsync("select id from instances where status in ('running', 'error') and id > '00000000-0000-0000-0000-000000000000' order by id limit 500"))
            .ShouldContain("ix_instances_watched");
        (await PlanAsync("select id from instances where retry_at is not null and retry_at <= now() order by retry_at limit 50"))
            .ShouldContain("ix_instances_retry_at");
    }

    [Fact]
    public async Task Instance_that_is_well_is_written_only_from_time_to_time()
    {
        var id = await Host.ProvisionAsync();
        Host.Advance(TimeSpan.FromMinutes(5));
        await DetectAsync();
        var seen = (await Host.InstanceAsync(id)).Observation.LastHealthCheck;

        Host.Advance(TimeSpan.FromMinutes(4));
        await DetectAsync();
        (await Host.InstanceAsync(id)).Observation.LastHealthCheck.ShouldBe(seen);

        Host.Advance(TimeSpan.FromMinutes(1));
        await DetectAsync();
        (await Host.InstanceAsync(id)).Observation.LastHealthCheck.ShouldBe(Host.Clock.Now);
    }

    private Task<int> SeedStoppedAsync(InstanceId like, int count) => Host.ExecuteAsync($"""
        create temp table seeded as
            select s.* from instances i cross join generate_series(1, {count}) n cross join lateral jsonb_populate_record(i, jsonb_build_object(
                'id', gen_random_uuid(), 'status', 'stopped', 'desired_power', 'stopped', 'name', 'n' || n, 'database_name', 'n' || n,
                'subdomain', 'n' || n)) s
            where i.id = '{like.Value}';
        insert into instances select * from seeded;
        insert into instance_allocations select r.* from instance_allocations a cross join seeded s
            cross join lateral jsonb_populate_record(a, jsonb_build_object('instance_id', s.id, 'port', null)) r
            where a.instance_id = '{like.Value}';
        insert into instance_observations (instance_id, container_status, health) select id, 'exited', 'unknown' from seeded;
        drop table seeded;
        analyze instances;
        """);

    private async Task<string> PlanAsync(string sql)
    {
        await using var command = Host.Get<Npgsql.NpgsqlDataSource>().CreateCommand($"explain {sql}");
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }

    private Task DetectAsync() => Host.InScopeAsync<DriftDetector>(r => r.DetectAsync(only: null, CancellationToken.None));
}
