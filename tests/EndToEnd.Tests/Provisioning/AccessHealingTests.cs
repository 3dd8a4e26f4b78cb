using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Provisioning;

/// <summary>What is done at the database server that keeps an instance from its database is mended, and its data stays.</summary>
[Collection(EndToEnd.Name)]
public sealed class AccessHealingTests(OdooPlatform platform, RunningInstances running) : IClassFixture<RunningInstances>
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("alter role {0} nologin; alter database {0} owner to current_user")]
    [InlineData("alter role {0} password 'another'")]
    public async Task An_instance_that_is_shut_out_of_its_database_is_let_in_again(string damage)
    {
        var instance = await running.GetAsync();
        var before = (await instance.OperationsAsync()).Count;

        await platform.Postgres.ExecuteAsync(damage.Replace("{0}", instance.Database, StringComparison.Ordinal));
        await platform.Postgres.ColumnAsync($"select pg_terminate_backend(pid) from pg_stat_activity where usename = '{instance.Database}'");

        await Eventually.BecomesTrueAsync(
            async () => await instance.OperationsAsync() is [var newest, ..] all && all.Count > before && newest.Text("status") == "succeeded", Minute);
        (await instance.OperationsAsync())[0].Text("kind").ShouldBe("heal");
        (await instance.StatusAsync()).ShouldBe("running");
        (await OdooRpc.ShowsLoginAsync(await instance.UrlAsync())).ShouldBeTrue();
    }
}
