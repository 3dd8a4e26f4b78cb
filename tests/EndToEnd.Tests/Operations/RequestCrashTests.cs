using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.EndToEnd.Tests.Operations;

public sealed class RequestCrashTests(PlatformApi api) : IClassFixture<PlatformApi>
{
    [Fact]
    public async Task Crash_before_the_commit_rolls_back_and_the_idempotency_key_can_be_retried()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        await using var crashing = await CrashingApi.StartAsync(api.Database);
        using var http = new HttpClient { BaseAddress = crashing.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", customer.Token);

        await Should.ThrowAsync<HttpRequestException>(() => PostAsync(http, "a-key"));
        await crashing.ShouldHaveCrashedAsync();
        (await LeftAsync(customer)).ShouldBe([0, 0, 0]);

        using var again = await PostAsync(customer.Http, "a-key");
        await again.ShouldBeJsonAsync(HttpStatusCode.Created);
        again.Headers.Contains("Idempotent-Replayed").ShouldBeFalse();
        (await LeftAsync(customer)).ShouldBe([1, 1, 1]);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tenants") { Content = JsonContent.Create(new JsonObject { ["name"] = "Acme" }) };
        request.Headers.Add("Idempotency-Key", key);
        return http.SendAsync(request);
    }

    private async Task<List<int>> LeftAsync(TestCustomer customer)
    {
        await using var db = api.Database.NewDb();
        return await db.Database.SqlQuery<int>(
            $"""
            select count(*)::int as "Value" from tenants where customer_id = {customer.Id}
            union all select count(*)::int from audit_entries where action = 'create_tenant'
            union all select count(*)::int from idempotency_keys
            """).ToListAsync();
    }
}
