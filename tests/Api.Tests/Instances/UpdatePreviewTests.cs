using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Instances;

/// <summary><c>PUT ?dry_run=true</c>: what a change would do, and what it would be refused for. Nothing is changed.</summary>
public sealed class UpdatePreviewTests(InstanceApi api) : IClassFixture<InstanceApi>
{
    [Theory]
    [InlineData("""{"name": "Renamed"}""", """["name"]""", "none", "[]")]
    [InlineData("""{"memory_limit": "2G", "cpu_limit": 0.5}""", """["cpu_limit","memory_limit"]""", "live", """["ensure_container","wait_until_ready"]""")]
    [InlineData(
        """{"environment_vars": {"API_KEY": "x"}, "memory_limit": "1G"}""", """["environment_vars"]""", "restart",
        """["ensure_network","ensure_container","start_container","wait_until_ready"]""")]
    public async Task A_preview_says_what_would_be_done_and_does_nothing(string body, string changed, string applies, string steps)
    {
        var (customer, _, id) = await api.RunAsync();
        var before = await StateAsync(customer, id);

        using var preview = await PreviewAsync(customer, id, body);

        var told = await preview.ShouldBeJsonAsync();
        told.Select(m => m.Key).ShouldBe(["instance_id", "changed", "applies", "steps"]);
        (told["changed"]!.ToJsonString(), told["applies"]!.GetValue<string>(), told["steps"]!.ToJsonString()).ShouldBe((changed, applies, steps));
        (await StateAsync(customer, id)).ShouldBe(before);
    }

    [Theory]
    [InlineData("""{"memory_limit": "1X"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"nmae": "x"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"custom_addons": ["sale"]}""", HttpStatusCode.Conflict)]
    public async Task A_preview_is_refused_as_the_change_is(string body, HttpStatusCode status)
    {
        var (customer, _, id) = await api.RunAsync();

        using var preview = await PreviewAsync(customer, id, body);
        using var change = await PreviewAsync(customer, id, body, query: "");

        preview.StatusCode.ShouldBe(status);
        (await TextAsync(preview)).ShouldBe(await TextAsync(change));
    }

    [Fact]
    public async Task A_preview_is_refused_for_a_name_that_another_has()
    {
        var (customer, tenant, id) = await api.RunAsync();
        var other = (await InstanceApi.OrderAsync(customer, tenant))["name"]!.GetValue<string>();

        using var preview = await PreviewAsync(customer, id, $$"""{"name": "{{other}}"}""");

        await preview.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.name_taken");
    }

    [Fact]
    public async Task A_preview_is_refused_while_an_operation_is_under_way_or_when_it_was_changed_since()
    {
        var (customer, _, id) = await api.RunAsync();
        using var stale = await PreviewAsync(customer, id, """{"name": "x"}""", tag: "\"1\"");
        await stale.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        await api.HealAsync(id);

        using var busy = await PreviewAsync(customer, id, """{"memory_limit": "2G"}""");

        await busy.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.busy", details: ["operation_id"]);
    }

    /// <summary>The resource with its tag, and how many operations, events and entries of the audit there are of it.</summary>
    private async Task<string> StateAsync(TestCustomer customer, Guid id)
    {
        using var read = await customer.Http.GetAsync($"{InstanceApi.Path}/{id}");
        await using var db = api.Database.NewDb();
        var counts = await db.Database.SqlQuery<string>($"""
            select concat_ws(' ', (select count(*) from operations where instance_id = {id}), (select count(*) from events where subject = {id}),
                (select count(*) from audit_entries), (select count(*) from idempotency_keys)) as "Value"
            """).SingleAsync();
        return $"{await read.Content.ReadAsStringAsync()} {read.Headers.ETag} {counts}";
    }

    private static async Task<HttpResponseMessage> PreviewAsync(TestCustomer customer, Guid id, string body, string query = "?dry_run=true", string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{InstanceApi.Path}/{id}{query}") { Content = JsonContent.Create(JsonNode.Parse(body)) };
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag).ShouldBeTrue();
        return await customer.Http.SendAsync(request);
    }

    // But for what names the request.
    private static async Task<string> TextAsync(HttpResponseMessage response)
    {
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        problem.Remove("trace_id");
        return problem.ToJsonString();
    }
}
