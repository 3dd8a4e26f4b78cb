using System.Net;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Isolation;

/// <summary>While one instance attacks the database server that it shares, another tenant is served as ever.</summary>
[Collection(EndToEnd.Name)]
public sealed class SqlAttackTests(OdooPlatform platform, RunningInstances attackers) : IClassFixture<RunningInstances>
{
    public static TheoryData<string> Attacks => [.. SqlAttacks.All.Keys];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Another_tenant_orders_stops_and_terminates_and_the_platform_answers_during(string attack)
    {
        var attacker = await attackers.GetAsync();
        using var victim = await TestCustomer.RegisterAsync(platform);
        var tenant = await victim.OpenTenantOnTrialAsync();

        int asked;
        await using (await RunningAttack.StartAsync(attacker, SqlAttacks.All[attack]))
        {
            var working = WorkAsync(victim, tenant);
            asked = await AnswersUntilAsync(victim, working);
            await working;
        }

        asked.ShouldBeGreaterThan(5);
        (await attacker.StatusAsync()).ShouldBe("running");
    }

    [Theory]
    [InlineData("locks")]
    [InlineData("notifications")]
    public async Task The_instance_whose_sessions_were_ended_is_told_once(string reason)
    {
        var attacker = await attackers.NewAsync();
        await using (await RunningAttack.StartAsync(attacker, SqlAttacks.All[reason]))
        {
            await Eventually.BecomesTrueAsync(async () => (await EndedAsync(attacker, reason)).Count > 0, TimeSpan.FromSeconds(60));
            await Eventually.BecomesTrueAsync(() => Task.FromResult(TimesEnded(attacker) > 1), TimeSpan.FromSeconds(60));
        }

        (await EndedAsync(attacker, reason)).Count.ShouldBe(1);
        await attacker.TerminateAsync();
    }

    [Fact]
    public async Task An_instance_whose_owner_holds_on_to_its_database_is_terminated()
    {
        var instance = await attackers.NewAsync();
        await using (await RunningAttack.StartAsync(instance, SqlAttacks.All["template_and_lock"]))
        {
            await Eventually.BecomesTrueAsync(async () =>
                (await platform.Postgres.ColumnAsync($"select datname from pg_database where datname = '{instance.Database}' and datistemplate")).Count == 1);
            await instance.TerminateAsync();
        }

        (await InstanceResources.OfAsync(platform, instance)).ShouldBe(InstanceResources.None);
    }

    private int TimesEnded(OdooInstance instance) => platform.Log.Lines.Count(l => l.Contains($"sessions of {instance.Database}"));

    private async Task WorkAsync(TestCustomer victim, Guid tenant)
    {
        var ordered = await OdooInstance.RunningAsync(victim, OdooInstance.Body(tenant));
        (await OdooRpc.AuthenticateAsync(await ordered.UrlAsync(), ordered.Database, await ordered.CredentialsAsync())).ShouldNotBeNull();
        await ordered.DoAsync("stop");
        await ordered.TerminateAsync();

        // Roles to which somebody grants without end may be left, its helpers' too, if they are locked; they are collected later.
        var locked = await LockedRolesAsync(ordered.Database);
        (await InstanceResources.OfAsync(platform, ordered)).ShouldBe(string.Join('\n', locked.Select(role => $"role {role}")));
    }

    private Task<IReadOnlyList<string>> LockedRolesAsync(string database) => platform.Postgres.ColumnAsync(
        $"select rolname from pg_roles where starts_with(rolname, '{database}') and not rolcanlogin and rolconnlimit = 0 order by 1");

    private static async Task<int> AnswersUntilAsync(TestCustomer victim, Task done)
    {
        var asked = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!done.IsCompleted && await timer.WaitForNextTickAsync())
        {
            using var answer = await victim.Http.GetAsync("/api/v1/tenants");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            asked++;
        }

        return asked;
    }

    private async Task<List<string>> EndedAsync(OdooInstance instance, string reason)
    {
        using var answer = await instance.Owner.Http.GetAsync($"/api/v1/events?tenant_id={attackers.Tenant}&type=instance.session_ended&limit=100");
        return (await answer.ShouldBeJsonAsync())["items"]!.AsArray()
            .Where(e => e!["subject"]!.GetValue<Guid>() == instance.Id && e["data"]!.Text("reason") == reason)
            .Select(e => e!.Text("id"))
            .ToList();
    }
}
