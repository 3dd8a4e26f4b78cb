using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Secrets;

/// <summary>Every secret that was used, searched for by value wherever somebody without a right to it could look.</summary>
[Collection(EndToEnd.Name)]
public sealed class SecretsTests(OdooPlatform platform) : IAsyncLifetime
{
    private const string GivenPassword = "Given-by-Customer-5";
    private const string Planted = "planted-5c1f-value";
    private TestCustomer customer = null!;
    private OdooInstance given = null!;
    private OdooInstance generated = null!;

    public async Task InitializeAsync()
    {
        customer = await TestCustomer.RegisterAsync(platform);
        var tenant = await customer.OpenTenantOnTrialAsync();
        given = await OdooInstance.RunningAsync(customer, OdooInstance.Body(tenant).With("admin_password", GivenPassword));
        generated = await OdooInstance.RunningAsync(customer, OdooInstance.Body(tenant));
    }

    public async Task DisposeAsync()
    {
        customer.Dispose();
        await DockerCommand.TryAsync("volume", "rm", "--force", Planted);
    }

    [Fact]
    public async Task No_secret_is_found_by_value_and_the_search_finds_what_is_planted_in_every_place()
    {
        var secrets = await SecretsAsync();
        await UseAsync();
        await PlantAsync();

        var places = await Traces.CollectAsync(platform, given);

        Traces.Of(Planted, places).ShouldBe(places.Keys.Except(["inspect of networks"]), ignoreOrder: true);
        Traces.Of(platform.PlatformId, places).ShouldContain("inspect of networks");
        secrets.Count.ShouldBe(12);
        foreach (var (name, value) in secrets)
        {
            value.Length.ShouldBeGreaterThanOrEqualTo(8, name);
            Traces.Of(value, places).ShouldBeEmpty(name);
        }
    }

    private async Task<Dictionary<string, string>> SecretsAsync()
    {
        var protector = platform.Services.GetRequiredService<ISecretProtector>();
        await using var db = platform.Database.NewDb();
        var ring = await platform.Database.Server.ColumnAsync("select xml from data_protection_keys", platform.DatabaseName);
        var key = XElement.Parse(ring[0]).Descendants().Single(e => e.Name.LocalName == "value").Value;
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["password of the customer"] = TestCustomer.Password,
            ["session token"] = customer.Token,
            ["password of PostgreSQL's superuser"] = platform.Postgres.AdminPassword,
            ["key of the ring"] = key,
        };
        foreach (var (name, instance) in new[] { ("given", given), ("generated", generated) })
        {
            var stored = await db.InstanceSecrets.AsNoTracking().SingleAsync(s => s.InstanceId == new InstanceId(instance.Id));
            secrets[$"{name}: password of the administrator"] = protector.Unprotect(stored.AdminPassword!);
            secrets[$"{name}: password of the role"] = protector.Unprotect(stored.DatabasePassword);
            secrets[$"{name}: master password"] = protector.Unprotect(stored.MasterPassword);
            secrets[$"{name}: stored password of the role"] = stored.DatabasePassword;
        }

        secrets["given: password of the administrator"].ShouldBe(GivenPassword);
        return secrets;
    }

    // Each secret once more in the way it is used, the wrong way included.
    private async Task UseAsync()
    {
        var url = await given.UrlAsync();
        (await OdooRpc.AuthenticateAsync(url, given.Database, await given.CredentialsAsync())).ShouldNotBeNull();
        (await generated.CredentialsAsync()).Password.Length.ShouldBeGreaterThan(20);
        using var again = await customer.LogInAgainAsync(platform);
        using var refused = await customer.Http.PostAsync("/api/v1/instances", new { admin_password = GivenPassword, surplus = TestCustomer.Password });
        refused.IsSuccessStatusCode.ShouldBeFalse();
        await given.DoAsync("restart");
    }

    private async Task PlantAsync()
    {
        // An environment variable shows in inspect and in the process; a process of that name in top.
        var change = (await given.GetAsync()).ToChange().With("environment_vars", new System.Text.Json.Nodes.JsonObject { ["PLANTED"] = Planted });
        using (var changed = await customer.Http.PutAsync(given.Path, new StringContent(change.ToJsonString(), System.Text.Encoding.UTF8, "application/json")))
            await changed.ShouldBeJsonAsync();
        await given.BecomesAsync("running");
        await DockerCommand.RunAsync("exec", "--detach", "--user", "odoo", given.Container, "sh", "-c", $": {Planted}; echo {Planted} > /proc/1/fd/2; sleep 120; :");
        await DockerCommand.RunAsync("volume", "create", "--label", $"com.saasodoo.platform={platform.PlatformId}", Planted);
        platform.Services.GetRequiredService<ILogger<SecretsTests>>().LogInformation("{Value}", Planted);
        await platform.Database.Server.ExecuteAsync(
            $"""
            update events set payload = payload || jsonb_build_object('planted', '{Planted}') where position = (select min(position) from events);
            insert into event_deliveries (id, event_position, consumer, status, run_after, attempts, pauses, fence)
            select gen_random_uuid(), min(position), '{Planted}', 'done', now(), 1, 0, 1 from events;
            update operations set error_detail = '{Planted}' where id = '{given.Provisioning}';
            update instances set description = '{Planted}' where id = '{given.Id}';
            """,
            platform.DatabaseName);
    }
}
