using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Api.Tests.Instances;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Http;

/// <summary>What a command answers is what a query answers afterwards, to the last digit.</summary>
public sealed class CommandQueryConsistencyTests(InstanceApi api) : IClassFixture<InstanceApi>
{
    [Fact]
    public async Task Command_and_query_return_the_same_instance_and_operation()
    {
        await using var host = Host();
        using var customer = await TestCustomer.RegisterAsync(host);
        var body = InstanceApi.Body(await customer.OpenTenantOnTrialAsync());
        (body["description"], body["environment_vars"], body["metadata"]) = ("Till", new JsonObject { ["SETTING"] = "1" }, new JsonObject { ["b"] = 1.50, ["a"] = "Harare" });
        var created = await SendAsync(customer, HttpMethod.Post, "instances", body, HttpStatusCode.Created);

        var id = created["id"]!.GetValue<Guid>();
        await ShouldBeReadAsync(customer, $"instances/{id}", created, "operation_id");
        await api.FinishAsync(id);
        var ended = await SendAsync(customer, HttpMethod.Delete, $"instances/{id}", body: null, HttpStatusCode.Accepted);
        await ShouldBeReadAsync(customer, $"operations/{ended["id"]}", ended);
    }

    [Fact]
    public async Task Command_and_query_return_the_same_webhook_endpoint()
    {
        await using var host = Host();
        using var customer = await TestCustomer.RegisterAsync(host);
        var tenant = await customer.OpenTenantAsync();
        var created = await SendAsync(customer, HttpMethod.Post, "webhook-endpoints", new JsonObject
        {
            ["tenant_id"] = tenant,
            ["url"] = "https://example.com/hooks",
            ["event_types"] = new JsonArray("*"),
        }, HttpStatusCode.Created);

        await ShouldBeReadAsync(customer, $"webhook-endpoints/{created["id"]}", created, "secret");
    }

    [Fact]
    public async Task Command_and_query_return_the_same_api_key_and_invitation()
    {
        await using var host = Host();
        using var customer = await TestCustomer.RegisterAsync(host);
        await customer.VerifyAsync(host);
        var key = await SendAsync(
            customer, HttpMethod.Post, "api-keys", new JsonObject { ["name"] = "Till", ["scopes"] = new JsonArray("instances:read") }, HttpStatusCode.Created);
        var invitations = $"tenants/{await customer.OpenTenantAsync()}/invitations";
        var invited = await SendAsync(
            customer, HttpMethod.Post, invitations, new JsonObject { ["email"] = TestCustomer.NewEmail(), ["role"] = "viewer" }, HttpStatusCode.Created);

        await ShouldBeReadAsync(customer, "api-keys", key, "secret");
        await ShouldBeReadAsync(customer, invitations, invited);
    }

    // Its time has a digit more than PostgreSQL keeps.
    private PlatformApi Host() => api.With(web => web.ConfigureTestServices(s => s.AddSingleton<TimeProvider>(new UnevenClock())));

    private static async Task<JsonObject> SendAsync(TestCustomer customer, HttpMethod method, string path, JsonObject? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await customer.Http.SendAsync(request);
        return await response.ShouldBeJsonAsync(expected);
    }

    /// <param name="once">What only the command's answer says.</param>
    private static async Task ShouldBeReadAsync(TestCustomer customer, string path, JsonObject answered, string? once = null)
    {
        using var response = await customer.Http.GetAsync($"/api/v1/{path}");
        var read = await response.ShouldBeJsonAsync();
        if (read["items"] is JsonArray { Count: 1 } items)
            read = items[0]!.AsObject();
        var expected = answered.DeepClone().AsObject();
        if (once is not null)
        {
            expected.Remove(once).ShouldBeTrue(answered.ToJsonString());
            read.Remove(once);
        }

        JsonNode.DeepEquals(read, expected).ShouldBeTrue($"{read.ToJsonString()} is not {expected.ToJsonString()}");
    }

    private sealed class UnevenClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            var now = base.GetUtcNow();
            return now.AddTicks(7 - (now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }
}
