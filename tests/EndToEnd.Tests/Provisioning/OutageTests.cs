using System.Net;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Provisioning;

/// <summary>What the platform depends on goes away and comes back: answers say so, and work waits.</summary>
[Collection(EndToEnd.Name)]
public sealed class OutageTests(OdooPlatform platform, RunningInstances running) : IClassFixture<RunningInstances>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        platform.SwitchOn();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Container_engine_outage_is_reported_and_queued_operations_resume_after_it()
    {
        var instance = await running.GetAsync();
        using var anybody = platform.CreateClient();
        (await ReadyAsync(anybody)).ShouldBe((HttpStatusCode.OK, "healthy"));
        platform.Engine.SwitchOff();

        using (var logs = await instance.Owner.Http.GetAsync($"{instance.Path}/logs"))
            await logs.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "dependency_unavailable");
        (await ReadyAsync(anybody)).ShouldBe((HttpStatusCode.ServiceUnavailable, "unhealthy"));
        (await instance.StatusAsync()).ShouldBe("running");

        var (restart, ordered) = (await instance.ActAsync("restart"), await OrderAsync());
        await WaitsForAsync(instance, restart, "container engine");
        await WaitsForAsync(ordered, ordered.Provisioning, "container engine");

        platform.Engine.SwitchOn();
        (await ReadyAsync(anybody)).ShouldBe((HttpStatusCode.OK, "healthy"));
        await instance.SucceedAsync(restart);
        await EndsWellAsync(ordered);
    }

    [Fact]
    public async Task Queued_operations_resume_after_a_database_server_outage()
    {
        var instance = await running.GetAsync();
        platform.DatabaseServer.SwitchOff();

        var ordered = await OrderAsync();
        await WaitsForAsync(ordered, ordered.Provisioning, "database server");
        (await instance.StatusAsync()).ShouldBe("running");
        (await OdooRpc.ShowsLoginAsync(await instance.UrlAsync())).ShouldBeTrue();

        platform.DatabaseServer.SwitchOn();
        await EndsWellAsync(ordered);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public async Task Operation_waits_for_an_engine_that_fails_in_the_middle(long bytes)
    {
        platform.Engine.SwitchOffAfter(bytes);
        var ordered = await OrderAsync();
        await WaitsForAsync(ordered, ordered.Provisioning, "container engine");

        platform.Engine.SwitchOn();
        await EndsWellAsync(ordered);
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(20_000)]
    public async Task Operation_waits_for_a_database_server_that_fails_in_the_middle(long bytes)
    {
        platform.DatabaseServer.SwitchOffAfter(bytes);
        var ordered = await OrderAsync();
        await WaitsForAsync(ordered, ordered.Provisioning, "database server");

        platform.DatabaseServer.SwitchOn();
        await EndsWellAsync(ordered);
    }

    private async Task EndsWellAsync(OdooInstance ordered)
    {
        await ordered.SucceedAsync(ordered.Provisioning);
        (await InstanceResources.OfAsync(platform, ordered)).ShouldBe(InstanceResources.OneOfEach(ordered));
        (await OdooRpc.AuthenticateAsync(await ordered.UrlAsync(), ordered.Database, await ordered.CredentialsAsync())).ShouldNotBeNull();
        await ordered.TerminateAsync();
        (await InstanceResources.OfAsync(platform, ordered)).ShouldBe(InstanceResources.None);
    }

    // Tried at least twice, and neither given up nor counted.
    private static async Task WaitsForAsync(OdooInstance instance, Guid operation, string dependency)
    {
        var fences = new HashSet<string>(StringComparer.Ordinal);
        await Eventually.BecomesTrueAsync(async () =>
        {
            var seen = await instance.OperationAsync(operation);
            seen.Text("status").ShouldBeOneOf("queued", "running");
            // A server that was found dead gets no new instance, which then waits for one that is well.
            var code = seen["error_code"]?.GetValue<string>();
            if (code == "dependency_unavailable" || (code == "no_database_capacity" && dependency == "database server"))
            {
                seen.Text("error_detail").ShouldContain(dependency);
                fences.Add(seen.Text("run_after"));
            }

            return fences.Count >= 2;
        });
        (await instance.OperationAsync(operation))["attempt"]!.GetValue<int>().ShouldBeLessThanOrEqualTo(1);
    }

    private async Task<OdooInstance> OrderAsync()
    {
        var customer = await running.CustomerAsync();
        return await OdooInstance.OrderAsync(customer, OdooInstance.Body(running.Tenant));
    }

    private static async Task<(HttpStatusCode Status, string Containers)> ReadyAsync(HttpClient http)
    {
        using var ready = await http.GetAsync("/health/ready");
        var body = System.Text.Json.Nodes.JsonNode.Parse(await ready.Content.ReadAsStringAsync())!;
        body["checks"]!.Text("database").ShouldBe("healthy");
        return (ready.StatusCode, body["checks"]!.Text("containers"));
    }
}
