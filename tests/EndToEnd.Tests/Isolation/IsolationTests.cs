using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Isolation;

[Collection(EndToEnd.Name)]
public sealed class IsolationTests(OdooPlatform platform, RunningInstances running) : IClassFixture<RunningInstances>
{
    private const int OdooPort = 8069;

    [Fact]
    public async Task Instances_reach_PostgreSQL_and_not_each_other_and_the_host_reaches_both()
    {
        var (one, other) = (await running.GetAsync(0), await running.GetAsync(1));

        (await InsideInstance.ConnectFromAsync(one, await AddressAsync(one), OdooPort)).ShouldBe("reached");
        (await InsideInstance.ConnectFromAsync(one, platform.Gateway, platform.Postgres.Port)).ShouldBe("reached");
        (await InsideInstance.ConnectFromAsync(one, platform.Gateway, platform.Database.Server.Port)).ShouldBe("unreachable");
        (await InsideInstance.ConnectFromAsync(one, await AddressAsync(other), OdooPort)).ShouldBe("unreachable");
        (await InsideInstance.ConnectFromAsync(other, await AddressAsync(one), OdooPort)).ShouldBe("unreachable");
        (await InsideInstance.ConnectFromAsync(one, platform.Gateway, (await other.UrlAsync()).Port)).ShouldBe("unreachable");

        foreach (var instance in new[] { one, other })
        {
            (await OdooRpc.ShowsLoginAsync(await instance.UrlAsync())).ShouldBeTrue();
            (await OdooRpc.ShowsLoginAsync(new Uri($"http://{await AddressAsync(instance)}:{OdooPort}"))).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task The_role_of_an_instance_connects_to_its_own_database_only()
    {
        var (one, other) = (await running.GetAsync(0), await running.GetAsync(1));
        var template = (await platform.Database.Server.ColumnAsync("select database from odoo_templates", platform.DatabaseName))[0];

        (await InsideInstance.QueryFromAsync(one, one.Database, "select 1")).ShouldBe("done");
        (await InsideInstance.QueryFromAsync(one, platform.DatabaseName, "select 1")).ShouldStartWith("refused:");
        foreach (var database in new[] { other.Database, template, "postgres", "template1" })
        {
            (await InsideInstance.QueryFromAsync(one, database, "select 1")).ShouldStartWith("refused:");
            (await platform.Postgres.ColumnAsync($"select has_database_privilege('{one.Database}', '{database}', 'connect')::text"))
                .ShouldBe(["false"], $"connect to {database}");
        }
    }

    [Theory]
    [InlineData("create database taken")]
    [InlineData("create role taken")]
    [InlineData("alter role current_user superuser")]
    [InlineData("alter role current_user createdb")]
    [InlineData("set role postgres")]
    [InlineData("select pg_read_file('/etc/passwd')")]
    [InlineData("copy (select 1) to program 'id'")]
    [InlineData("select * from pg_authid")]
    [InlineData("create extension dblink")]
    public async Task The_role_of_an_instance_has_no_power_over_the_server(string sql)
    {
        var instance = await running.GetAsync();

        (await InsideInstance.QueryFromAsync(instance, instance.Database, sql)).ShouldMatch("^refused: (permission denied|must be superuser)");
    }

    private static Task<string> AddressAsync(OdooInstance instance) =>
        DockerCommand.RunAsync("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", instance.Container);
}
