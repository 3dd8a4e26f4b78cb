using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.EndToEnd.Tests.Subscriptions;

/// <summary>A test clock, sent forward by an operator.</summary>
internal sealed class ClockOfStory(TestCustomer operators, Guid id)
{
    public static async Task<Guid> CreateAsync(TestCustomer operators, TestCustomer customer)
    {
        using var made = await operators.Http.PostAsJsonAsync(
            "/api/v1/admin/test-clocks", new JsonObject { ["name"] = "story", ["customer_ids"] = new JsonArray(customer.Id) });
        return (await made.ShouldBeJsonAsync(System.Net.HttpStatusCode.Created))["id"]!.GetValue<Guid>();
    }

    /// <summary>And waits until all that falls due on the way was done.</summary>
    public async Task AdvanceAsync(DateTimeOffset to)
    {
        using var sent = await operators.Http.PostAsJsonAsync($"/api/v1/admin/test-clocks/{id}/advance", new JsonObject { ["to"] = to });
        sent.IsSuccessStatusCode.ShouldBeTrue(await sent.Content.ReadAsStringAsync());
        await Eventually.BecomesTrueAsync(async () =>
        {
            using var answer = await operators.Http.GetAsync($"/api/v1/admin/test-clocks/{id}");
            return (await answer.ShouldBeJsonAsync()).Text("status") == "ready";
        });
    }
}
