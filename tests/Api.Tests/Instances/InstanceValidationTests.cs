using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Instances;

/// <summary>Whatever is wrong with a request: a problem that names the field, and not a row more than before.</summary>
public sealed class InstanceValidationTests(InstanceValidationTests.Somebody somebody) : IClassFixture<InstanceValidationTests.Somebody>
{
    [Theory]
    [InlineData("name", "\"\"")]
    [InlineData("name", "\"   \"")]
    [InlineData("name", "\"<script>alert(1)</script>\"")]
    [InlineData("name", "\"a\\r\\nSet-Cookie: x=1\"")]
    [InlineData("name", "\"a\\u202eb\"")]
    [InlineData("name", "\"a\\u0000b\"")]
    [InlineData("name", "7")]
    [InlineData("name", "null")]
    [InlineData("name", "[\"a\"]")]
    [InlineData("description", "{}")]
    [InlineData("odoo_version", "\"18.0\"")]
    [InlineData("odoo_version", "\"19.0; rm -rf /\"")]
    [InlineData("odoo_version", "19.0")]
    [InlineData("instance_type", "\"huge\"")]
    [InlineData("instance_type", "0")]
    [InlineData("cpu_limit", "0")]
    [InlineData("cpu_limit", "0.05")]
    [InlineData("cpu_limit", "8.1")]
    [InlineData("cpu_limit", "-1")]
    [InlineData("cpu_limit", "1.001")]
    [InlineData("cpu_limit", "1e30")]
    [InlineData("cpu_limit", "\"1\"")]
    [InlineData("cpu_limit", "null")]
    [InlineData("memory_limit", "\"255M\"")]
    [InlineData("memory_limit", "\"2g\"")]
    [InlineData("memory_limit", "\"-2G\"")]
    [InlineData("memory_limit", "\"99999999999G\"")]
    [InlineData("memory_limit", "\"2G\\n\"")]
    [InlineData("memory_limit", "2048")]
    [InlineData("storage_limit", "\"512M\"")]
    [InlineData("storage_limit", "\"10 G\"")]
    [InlineData("admin_email", "\"nobody\"")]
    [InlineData("admin_email", "\"a@example.com\\r\\nBcc: b@example.com\"")]
    [InlineData("admin_email", "\"\\u0430dmin@example.com\"")]
    [InlineData("admin_password", "\"short\"")]
    [InlineData("admin_password", "\"long enough\\u0007\"")]
    [InlineData("admin_password", "12345678")]
    [InlineData("demo_data", "\"yes\"")]
    [InlineData("demo_data", "1")]
    [InlineData("demo_data", "null")]
    [InlineData("database_name", "\"1shop\"")]
    [InlineData("database_name", "\"x'; DROP DATABASE postgres; --\"")]
    [InlineData("database_name", "\"../../etc/passwd\"")]
    [InlineData("database_name", "\"$(reboot)\"")]
    [InlineData("database_name", "\"shop\\n\"")]
    [InlineData("database_name", "\"sh\\u043ep\"")]
    [InlineData("subdomain", "\"ab\"")]
    [InlineData("subdomain", "\"admin\"")]
    [InlineData("subdomain", "\"a.b.c\"")]
    [InlineData("subdomain", "\"shop\\r\\nHost: evil\"")]
    [InlineData("subdomain", "\"xn--pypal-4ve\"")]
    [InlineData("subdomain", "\"p\\u0430ypal\"")]
    [InlineData("subdomain", "\"`+.*)`||true\"")]
    [InlineData("custom_addons", "\"sale\"")]
    [InlineData("custom_addons", "[\"sale\",\"sale\"]")]
    [InlineData("custom_addons", "[\"sale; rm -rf /\"]")]
    [InlineData("custom_addons", "[\"--stop-after-init\"]")]
    [InlineData("custom_addons", "[null]")]
    [InlineData("disabled_modules", "[\"a,b\"]")]
    [InlineData("environment_vars", "{\"PATH\":\"/tmp\"}")]
    [InlineData("environment_vars", "{\"LD_PRELOAD\":\"/tmp/x.so\"}")]
    [InlineData("environment_vars", "{\"A=B\":\"x\"}")]
    [InlineData("environment_vars", "{\"A\":\"x\\ny\"}")]
    [InlineData("environment_vars", "{\"A\":null}")]
    [InlineData("metadata", "[]")]
    [InlineData("metadata", "{\"\":1}")]
    [InlineData("metadata", "{\"a\":1e999}")]
    [InlineData("metadata", "{\"a\":\"\\u0000\"}")]
    [InlineData("tenant_id", "\"7\"")]
    [InlineData("tenant_id", "7")]
    [InlineData("tenant_id", "null")]
    public Task A_bad_value_is_named(string field, string json) => RefusesAsync(b => b[field] = JsonNode.Parse(json), field);

    [Theory]
    [InlineData("tenant_id")]
    [InlineData("name")]
    [InlineData("odoo_version")]
    [InlineData("admin_email")]
    [InlineData("database_name")]
    public Task A_missing_field_is_named(string field) => RefusesAsync(b => b.Remove(field), field);

    [Theory]
    [InlineData("memory")]
    [InlineData("Name")]
    [InlineData("id")]
    [InlineData("status")]
    [InlineData("billing_status")]
    [InlineData("__proto__")]
    public Task An_unknown_field_is_named(string field) => RefusesAsync(b => b[field] = "x", field);

    [Fact]
    public async Task Fields_over_their_limit_are_named()
    {
        await RefusesAsync(b => b["name"] = new string('x', 101), "name");
        await RefusesAsync(b => b["description"] = new string('x', 501), "description");
        await RefusesAsync(b => b["admin_password"] = new string('x', 129), "admin_password");
        await RefusesAsync(b => b["database_name"] = new string('x', 51), "database_name");
        await RefusesAsync(b => b["subdomain"] = new string('x', 51), "subdomain");
        await RefusesAsync(b => b["custom_addons"] = new JsonArray([.. Enumerable.Range(0, 101).Select(i => (JsonNode)$"m{i}")]), "custom_addons");
        await RefusesAsync(b => b["environment_vars"] = new JsonObject { ["A"] = new string('x', 4097) }, "environment_vars");
        await RefusesAsync(b => b["metadata"] = new JsonObject { ["a"] = new string('x', 17_000) }, "metadata");
    }

    [Fact]
    public Task All_invalid_fields_are_named_at_once() => RefusesAsync(
        b => (b["name"], b["cpu_limit"], b["database_name"], b["custom_addons"]) = ("", 9, "1", new JsonArray("A")),
        "name", "cpu_limit", "database_name", "custom_addons");

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"name\":\"a\",}")]
    [InlineData("not json")]
    public async Task Json_that_cannot_be_read_is_a_400(string text)
    {
        using var content = new StringContent(text, Encoding.UTF8, "application/json");
        using var response = await somebody.Customer.Http.PostAsync(InstanceApi.Path, content);
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed_json");
        await somebody.HasNothingAsync();
    }

    [Fact]
    public async Task A_body_of_more_than_a_mebibyte_is_a_413()
    {
        var body = InstanceApi.Body(somebody.Tenant);
        body["description"] = new string('x', 1024 * 1024);
        using var response = await somebody.Customer.Http.PostAsJsonAsync(InstanceApi.Path, body);
        await response.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        await somebody.HasNothingAsync();
    }

    private async Task RefusesAsync(Action<JsonObject> spoil, params string[] fields)
    {
        var body = InstanceApi.Body(somebody.Tenant);
        spoil(body);

        using var response = await somebody.Customer.Http.PostAsJsonAsync(InstanceApi.Path, body);

        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, text);
        var problem = JsonNode.Parse(text)!.AsObject();
        problem["code"]!.GetValue<string>().ShouldBe("validation_failed", text);
        // An element is named with its place: custom_addons[0], metadata.a.
        problem["errors"]!.AsObject().Select(e => e.Key.Split('[', '.')[0]).ShouldBe(fields, ignoreOrder: true, text);
        await somebody.HasNothingAsync();
    }

    /// <summary>A customer on a plan that would allow an instance.</summary>
    public sealed class Somebody : IAsyncLifetime
    {
        private readonly InstanceApi api = new();

        public TestCustomer Customer { get; private set; } = null!;

        public Guid Tenant { get; private set; }

        public async Task InitializeAsync()
        {
            await api.InitializeAsync();
            Customer = await TestCustomer.RegisterAsync(api);
            Tenant = await Customer.OpenTenantOnTrialAsync("professional");
        }

        public async Task HasNothingAsync()
        {
            await using var db = api.Database.NewDb();
            (await db.Instances.CountAsync()).ShouldBe(0);
            (await db.Operations.CountAsync(o => o.TenantId == new TenantId(Tenant))).ShouldBe(0);
            (await db.InstanceSecrets.CountAsync()).ShouldBe(0);
        }

        public async Task DisposeAsync()
        {
            Customer.Dispose();
            await ((IAsyncLifetime)api).DisposeAsync();
        }
    }
}
