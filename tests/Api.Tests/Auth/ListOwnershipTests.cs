using System.Text.Json.Nodes;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Auth;

/// <summary>What customers may list answers everybody with 200: it has to be looked at what stands in it.</summary>
public sealed class ListOwnershipTests(People people) : IClassFixture<People>
{
    private static readonly string[] Lists =
    [
        "list_api_keys", "list_audit", "list_instances", "list_invoices", "list_payments", "list_sessions", "list_subscriptions", "list_tenants", "list_webhook_endpoints",
    ];

    [Fact]
    public async Task Lists_contain_no_resource_of_another_customer()
    {
        var fixture = await AccessFixture.SetAsync(people);
        await People.KeyAsync(people.Owner, Scopes.TenantsRead);
        await people.Stranger.OpenTenantAsync();
        var paths = people.Document["paths"]!.AsObject().Where(p => !p.Key.Contains('{') && p.Value!["get"] is not null && p.Key.StartsWith("/api/v1", StringComparison.Ordinal))
            .Select(p => (Path: p.Key, Operation: p.Value!["get"]!["operationId"]!.GetValue<string>()))
            .Where(p => AccessTable.Rules.Any(r => r.Operation == p.Operation && r.Reach is Reach.Account)).ToList();

        var owned = new HashSet<string>([.. fixture.Ids, people.Owner.Id.ToString()], StringComparer.Ordinal);
        var withItems = new List<string>();
        foreach (var (path, operation) in paths)
        {
            var ids = Ids(await TextAsync(people.Owner, $"{path}?limit=100"));
            owned.UnionWith(ids);
            if (ids.Count > 0)
                withItems.Add(operation);
        }

        withItems.Order(StringComparer.Ordinal).ShouldBe(Lists);
        foreach (var (path, _) in paths)
        {
            foreach (var query in new[] { "limit=100", $"tenant_id={fixture.Tenant}" })
            {
                // An operator who acts as nobody but themselves is a stranger as well.
                foreach (var asking in new[] { people.Stranger, people.Admin })
                {
                    var text = await TextAsync(asking, $"{path}?{query}");
                    owned.Where(text.Contains).ShouldBeEmpty($"{path}?{query} {text}");
                }
            }
        }
    }

    private static List<string> Ids(string text) =>
        [.. (JsonNode.Parse(text)!["items"]?.AsArray() ?? []).Select(i => i!["id"]!.GetValue<string>())];

    private static async Task<string> TextAsync(TestCustomer asking, string address)
    {
        using var response = await asking.Http.GetAsync(address);
        return await response.Content.ReadAsStringAsync();
    }
}
