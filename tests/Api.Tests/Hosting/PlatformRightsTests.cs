using System.Net;
using Npgsql;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Hosting;

/// <summary>The platform's processes use their database with a role that owns nothing; who migrates it is another.</summary>
public sealed class PlatformRightsTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Theory]
    [InlineData("create table mine (id int)")]
    [InlineData("create temporary table mine (id int)")]
    [InlineData("create role mine")]
    [InlineData("create database mine")]
    [InlineData("drop table customers")]
    [InlineData("truncate sessions")]
    [InlineData("alter table audit_entries disable trigger all")]
    [InlineData("update audit_entries set outcome = outcome")]
    [InlineData("delete from audit_entries")]
    [InlineData("set session_replication_role = replica")]
    [InlineData("delete from \"__EFMigrationsHistory\"")]
    [InlineData("select * from pg_authid")]
    [InlineData("copy customers to program 'cat'")]
    public async Task The_role_of_the_processes_reads_and_writes_rows_and_nothing_else(string sql)
    {
        using (var client = api.CreateClient())
        using (var ready = await client.GetAsync("/health/live"))
            ready.StatusCode.ShouldBe(HttpStatusCode.OK);
        await using var connection = new NpgsqlConnection(api.Database.UserConnectionString);
        await connection.OpenAsync();

        (await Should.ThrowAsync<PostgresException>(() => new NpgsqlCommand(sql, connection).ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");

        await using var rows = new NpgsqlCommand("select count(*) from customers", connection);
        (await rows.ExecuteScalarAsync()).ShouldNotBeNull();
    }
}
