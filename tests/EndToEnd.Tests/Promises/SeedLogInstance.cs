using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Promises;

/// <summary>The instance of entry #007 of the seed log, ordered once for all tests of the class.</summary>
public sealed class SeedLogInstance(OdooPlatform platform) : IDisposable
{
    private Task<Ordered>? ordered;
    private TestCustomer? customer;

    /// <summary>Running; the first caller waits for it.</summary>
    public Task<Ordered> OrderedAsync() => ordered ??= OrderAsync();

    public void Dispose() => customer?.Dispose();

    /// <summary>Word for word, but for a version that is on offer.</summary>
    public static JsonObject Body(Guid tenant) => JsonNode.Parse(
        """
        {
          "tenant_id": "7e705917-0594-490e-a9dc-9447206539f2",
          "name": "Test Instance",
          "description": "Test Odoo Instance",
          "odoo_version": "17.0",
          "instance_type": "development",
          "cpu_limit": 1.0,
          "memory_limit": "2G",
          "storage_limit": "10G",
          "admin_email": "admin@example.com",
          "demo_data": true,
          "database_name": "test_db_123",
          "custom_addons": ["sale", "purchase"]
        }
        """)!.AsObject().With("tenant_id", tenant).With("odoo_version", "19.0");

    private async Task<Ordered> OrderAsync()
    {
        customer = await TestCustomer.RegisterAsync(platform);
        var tenant = await customer.OpenTenantOnTrialAsync();

        // With the slash at the end that the first system wanted.
        using var response = await customer.Http.PostAsJsonAsync("/api/v1/instances/", Body(tenant));
        var answer = await response.ShouldBeJsonAsync(HttpStatusCode.Created);
        var instance = new OdooInstance(customer, answer["id"]!.GetValue<Guid>(), answer["operation_id"]!.GetValue<Guid>());
        var feed = await OperationFeed.ReadAsync(customer.Http, instance.Provisioning);
        await instance.SucceedAsync(instance.Provisioning);
        return new(instance, tenant, response.Headers.Location!, answer, feed, await instance.CredentialsAsync());
    }
}

public sealed record Ordered(
    OdooInstance Instance, Guid Tenant, Uri Location, JsonObject Answer, IReadOnlyList<FeedMessage> Feed, OdooLogin Login);
