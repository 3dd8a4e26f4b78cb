using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

/// <summary>Over HTTP, with workers: what <c>enterprise</c> sells is given.</summary>
public sealed class DedicatedServerStoryTests(DedicatedPlatform api) : IClassFixture<DedicatedPlatform>
{
    private const string Path = "/api/v1/admin/database-servers";

    [Fact]
    public async Task Enterprise_instance_waits_for_its_server_and_runs_there_and_nobody_else_does()
    {
        using var admin = await OperatorAsync();
        using var customer = await TestCustomer.RegisterAsync(api);
        var tenant = await BuyEnterpriseAsync(customer);
        var instance = await customer.OrderInstanceAsync(tenant, "books");

        JsonNode? waiting = null;
        await Eventually.BecomesTrueAsync(async () => (waiting = (await WaitingAsync(admin)).SingleOrDefault()) is not null);
        (Word(waiting!, "instance_id"), Word(waiting!, "tenant_id"), Word(waiting!, "kind")).ShouldBe(($"{instance}", $"{tenant}", "dedicated"));
        var status = await StatusAsync(customer, instance);
        (Word(status, "status"), status["error_code"]).ShouldBe(("creating", null));
        Word(status, "waiting_reason").ShouldContain("a database server of your own");

        using var added = await admin.Http.PostAsJsonAsync(Path, new JsonObject
        {
            ["name"] = "books",
            ["host"] = "10.0.0.5",
            ["instance_host"] = "10.0.0.5",
            ["admin_username"] = "postgres",
            ["admin_password"] = "of-the-server",
            ["capacity"] = 1,
        });
        var own = await added.ShouldBeJsonAsync(HttpStatusCode.Created);
        using var given = await admin.Http.PutAsJsonAsync($"{Path}/{own["id"]}", new JsonObject { ["tenant_id"] = tenant });
        Word(await given.ShouldBeJsonAsync(), "kind").ShouldBe("dedicated");
        await RunsAsync(customer, instance);

        using var neighbour = await TestCustomer.RegisterAsync(api);
        var another = await neighbour.OrderInstanceAsync(await neighbour.OpenTenantOnTrialAsync(), "shop");
        await RunsAsync(neighbour, another);
        var second = await customer.OrderInstanceAsync(tenant, "more");
        await Eventually.BecomesTrueAsync(async () => (await WaitingAsync(admin)).Any(w => Word(w!, "instance_id") == $"{second}"));

        (await ServersAsync(admin)).ShouldBe([("books", "full", 1), ("main", "active", 1)]);
        using var grown = await admin.Http.PutAsJsonAsync($"{Path}/{own["id"]}", new JsonObject { ["capacity"] = 2 });
        grown.StatusCode.ShouldBe(HttpStatusCode.OK);
        await RunsAsync(customer, second);
        (await ServersAsync(admin)).ShouldBe([("books", "full", 2), ("main", "active", 1)]);
        (await WaitingAsync(admin)).ShouldBeEmpty();
    }

    private static Task RunsAsync(TestCustomer customer, Guid instance) =>
        Eventually.BecomesTrueAsync(async () => Word(await StatusAsync(customer, instance), "status") == "running");

    private static async Task<JsonObject> StatusAsync(TestCustomer customer, Guid instance)
    {
        using var response = await customer.Http.GetAsync($"/api/v1/instances/{instance}/status");
        return await response.ShouldBeJsonAsync();
    }

    private static async Task<JsonArray> WaitingAsync(TestCustomer admin)
    {
        using var response = await admin.Http.GetAsync($"{Path}/waiting");
        return (await response.ShouldBeJsonAsync())["items"]!.AsArray();
    }

    private static async Task<List<(string Name, string Status, int Instances)>> ServersAsync(TestCustomer admin)
    {
        using var response = await admin.Http.GetAsync(Path);
        return [.. (await response.ShouldBeJsonAsync())["items"]!.AsArray().Select(s => (Word(s!, "name"), Word(s!, "status"), (int)s!["instances"]!))];
    }

    // Paid straight in the table: payments have tests of their own.
    private async Task<Guid> BuyEnterpriseAsync(TestCustomer customer)
    {
        var tenant = await customer.OpenTenantAsync();
        using var bought = await customer.SubscribeAsync(tenant, "enterprise", trial: false);
        await bought.ShouldBeJsonAsync(HttpStatusCode.Created);
        DateTimeOffset? start = TimeProvider.System.GetUtcNow(), end = start.Value.AddDays(30);
        await using var db = api.Database.NewDb();
        await db.Subscriptions.Where(s => s.TenantId == new TenantId(tenant)).ExecuteUpdateAsync(
            s => s.SetProperty(x => x.Status, SubscriptionStatus.Active).SetProperty(x => x.Anchor, start)
                .SetProperty(x => x.CurrentPeriodStart, start).SetProperty(x => x.CurrentPeriodEnd, end));
        return tenant;
    }

    private async Task<TestCustomer> OperatorAsync()
    {
        using var registered = await TestCustomer.RegisterAsync(api);
        await registered.MakeAdminAsync(api);
        return await registered.LogInAgainAsync(api);
    }

    private static string Word(JsonNode node, string field) => (string)node[field]!;
}
