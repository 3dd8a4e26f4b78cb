using System.Net;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Audit;

/// <summary>What somebody does who can write to the database past the platform, its triggers included.</summary>
public sealed class AuditTamperingTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    private const string Off = """
        alter table audit_entries disable trigger all;
        alter table audit_chains disable trigger all;
        """;

    [Theory]
    [InlineData("id", "gen_random_uuid()")]
    [InlineData("at", "at + interval '1 microsecond'")]
    [InlineData("action", "'get_out'")]
    [InlineData("outcome", "'refused'")]
    [InlineData("code", "'forbidden'")]
    [InlineData("code", "''")]
    [InlineData("actor", "'system'")]
    [InlineData("actor_id", "gen_random_uuid()")]
    [InlineData("actor_id", "null")]
    [InlineData("api_key_id", "gen_random_uuid()")]
    [InlineData("customer_id", "gen_random_uuid()")]
    [InlineData("tenant_id", "gen_random_uuid()")]
    [InlineData("targets", """'{{"id": "0193b000-0000-7000-8000-000000000001"}}'""")]
    [InlineData("ip_address", "'192.0.2.1'")]
    [InlineData("user_agent", "user_agent || ' '")]
    [InlineData("trace_id", "'another'")]
    [InlineData("hash", "sha256('x')")]
    public async Task A_changed_column_is_found_with_its_place(string column, string value)
    {
        var (admin, chain) = await FiveAsync();
        await TamperAsync($"update audit_entries set {column} = {value} where chain = {chain} and position = 3");
        await ShouldBeBrokenAsync(admin, chain, 3, "changed");
    }

    [Theory]
    [InlineData("position = 1", 1)]
    [InlineData("position = 3", 3)]
    [InlineData("position = 5", 5)]
    [InlineData("position in (4, 5)", 4)]
    [InlineData("true", 1)]
    public async Task A_removed_entry_is_found_with_its_place(string which, int position)
    {
        var (admin, chain) = await FiveAsync();
        await TamperAsync($"delete from audit_entries where chain = {chain} and {which}");
        await ShouldBeBrokenAsync(admin, chain, position, "missing");
    }

    [Fact]
    public async Task Concurrent_audit_verification_is_refused_by_a_lock()
    {
        using var admin = await OperatorAsync();
        await using var db = api.Database.NewDb();
        await using (await db.Database.BeginTransactionAsync())
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext('verify_audit'))");
            using var refused = await admin.Http.GetAsync("/api/v1/admin/audit/verification");
            await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "audit.verification_running");
        }

        using var next = await admin.Http.GetAsync("/api/v1/admin/audit/verification");
        await next.ShouldBeJsonAsync();
    }

    [Fact]
    public async Task A_whole_chain_that_was_removed_with_its_end_is_found()
    {
        var (admin, chain) = await FiveAsync();
        await TamperAsync($"delete from audit_entries where chain = {chain}; delete from audit_chains where chain = {chain}");
        await ShouldBeBrokenAsync(admin, chain, 1, "missing");
    }

    [Fact]
    public async Task Two_entries_that_changed_places_are_found()
    {
        var (admin, chain) = await FiveAsync();
        await TamperAsync($"""
            update audit_entries set position = 99 where chain = {chain} and position = 2;
            update audit_entries set position = 2 where chain = {chain} and position = 4;
            update audit_entries set position = 4 where chain = {chain} and position = 99;
            """);
        await ShouldBeBrokenAsync(admin, chain, 2, "changed");
    }

    [Fact]
    public async Task An_entry_that_was_put_in_is_found()
    {
        var (admin, chain) = await FiveAsync();
        await TamperAsync($"""
            insert into audit_entries (id, chain, position, at, action, outcome, actor, targets, hash)
            select gen_random_uuid(), chain, 6, at, action, outcome, actor, targets, hash from audit_entries where chain = {chain} and position = 5
            """);
        await ShouldBeBrokenAsync(admin, chain, 6, "surplus");
    }

    [Fact]
    public async Task An_end_that_was_set_back_with_the_newest_entry_removed_is_found_by_the_digest()
    {
        var (admin, chain) = await FiveAsync();
        var before = (await admin.VerifyAsync())["digest"]!.GetValue<string>();
        await TamperAsync($"""
            delete from audit_entries where chain = {chain} and position = 5;
            update audit_chains set position = 4, hash = (select hash from audit_entries where chain = {chain} and position = 4) where chain = {chain};
            """);
        (await admin.VerifyAsync())["digest"]!.GetValue<string>().ShouldNotBe(before);
    }

    [Theory]
    [InlineData("update audit_entries set action = 'x'")]
    [InlineData("update audit_entries set action = 'x' where false")]
    [InlineData("delete from audit_entries")]
    [InlineData("truncate audit_entries")]
    [InlineData("delete from audit_chains")]
    [InlineData("truncate audit_chains cascade")]
    [InlineData("update audit_chains set position = 0")]
    [InlineData("update audit_chains set hash = ''")]
    public async Task The_database_refuses_to_change_the_audit(string sql)
    {
        var (admin, _) = await FiveAsync();
        var refused = await Should.ThrowAsync<PostgresException>(api.ExecuteAsync(sql));
        refused.MessageText.ShouldBe("The audit is append-only.");
        await admin.ShouldHoldAsync();
        admin.Dispose();
    }

    // A chain of five entries.
    private async Task<(TestCustomer Admin, short Chain)> FiveAsync()
    {
        var admin = await OperatorAsync();
        admin.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Test/1.0");
        await EmptyAsync();
        for (var i = 0; i < 5; i++)
            await admin.OpenTenantAsync();

        await admin.ShouldHoldAsync();
        await using var db = api.Database.NewDb();
        return (admin, await db.AuditEntries.Where(e => e.Position == 5).Select(e => e.Chain).SingleAsync());
    }

    // Nothing can be recorded in the chains that other tests broke.
    private async Task<TestCustomer> OperatorAsync()
    {
        await EmptyAsync();
        return await AuditRows.OperatorAsync(api);
    }

    private Task EmptyAsync() => TamperAsync("""
        truncate audit_entries;
        insert into audit_chains (chain, position, hash) select c, 0, '' from generate_series(0, 15) c on conflict do nothing;
        update audit_chains set position = 0, hash = '';
        """);

    private async Task TamperAsync(string sql) => await api.ExecuteAsync($"{Off} {sql}; {Off.Replace("disable", "enable", StringComparison.Ordinal)}");

    private static async Task ShouldBeBrokenAsync(TestCustomer admin, short chain, int position, string reason)
    {
        var verification = await admin.VerifyAsync();
        verification["first_broken"]!.ToJsonString().ShouldBe($$"""{"chain":{{chain}},"position":{{position}},"reason":"{{reason}}"}""");
        verification["valid"]!.GetValue<bool>().ShouldBeFalse();
        verification["checked"]!.GetValue<int>().ShouldBe(Math.Min(position - 1, 5));
        admin.Dispose();
    }
}
