using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Instances;

public sealed class InstanceActionTests(InstanceApi api) : IClassFixture<InstanceApi>
{
    [Theory]
    [InlineData("stop", "stopping")]
    [InlineData("restart", "restarting")]
    [InlineData("terminate", "terminating")]
    public async Task An_action_is_queued_and_answered_with_its_operation(string action, string status)
    {
        var (customer, _, id) = await api.RunAsync();

        using var response = await ActAsync(customer, id, action);

        var accepted = await response.ShouldBeJsonAsync(HttpStatusCode.Accepted);
        var operation = accepted["operation_id"]!.GetValue<Guid>();
        accepted.Select(m => m.Key).ShouldBe(["instance_id", "action", "status", "message", "operation_id", "timestamp"]);
        (accepted["instance_id"]!.GetValue<Guid>(), accepted["action"]!.GetValue<string>(), accepted["status"]!.GetValue<string>())
            .ShouldBe((id, action, "queued"));
        response.Headers.Location.ShouldBe(new Uri($"/api/v1/operations/{operation}", UriKind.Relative));
        using var now = await customer.Http.GetAsync($"{InstanceApi.Path}/{id}/status");
        var seen = await now.ShouldBeJsonAsync();
        (seen["status"]!.GetValue<string>(), seen["operation_id"]!.GetValue<Guid>()).ShouldBe((status, operation));
    }

    [Fact]
    public async Task Disallowed_action_is_a_conflict_that_names_status_and_allowed_actions()
    {
        var (customer, _, id) = await api.RunAsync();

        using var response = await ActAsync(customer, id, "start");

        var problem = await response.ShouldBeProblemAsync(
            HttpStatusCode.Conflict, "instance.action_not_allowed", details: ["current_status", "allowed_actions"]);
        problem["current_status"]!.GetValue<string>().ShouldBe("running");
        problem["allowed_actions"]!.AsArray().Select(a => a!.GetValue<string>())
            .ShouldBe(["stop", "restart", "backup", "restore", "terminate"]);
    }

    [Fact]
    public async Task A_second_action_is_a_conflict_with_the_id_of_the_first()
    {
        var (customer, _, id) = await api.RunAsync();
        using var first = await ActAsync(customer, id, "stop");
        var running = (await first.ShouldBeJsonAsync(HttpStatusCode.Accepted))["operation_id"]!.GetValue<Guid>();

        using var second = await ActAsync(customer, id, "restart");

        var problem = await second.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.busy", details: ["operation_id"]);
        problem["operation_id"]!.GetValue<Guid>().ShouldBe(running);
    }

    [Fact]
    public async Task Concurrent_actions_queue_one_operation_and_the_conflicts_name_it()
    {
        var (customer, _, id) = await api.RunAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => ActAsync(customer, id, "stop")));

        var taken = answers.Single(a => a.StatusCode == HttpStatusCode.Accepted);
        var operation = (await taken.ShouldBeJsonAsync(HttpStatusCode.Accepted))["operation_id"]!.GetValue<Guid>();
        foreach (var answer in answers.Where(a => a != taken))
        {
            var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.busy", details: ["operation_id"]);
            problem["operation_id"]!.GetValue<Guid>().ShouldBe(operation);
        }
    }

    [Fact]
    public async Task Termination_replaces_the_running_operation_and_is_final()
    {
        var (customer, _, id) = await api.RunAsync();
        using var stop = await ActAsync(customer, id, "stop");
        var stopping = (await stop.ShouldBeJsonAsync(HttpStatusCode.Accepted))["operation_id"]!.GetValue<Guid>();

        using var terminated = await customer.Http.DeleteAsync($"{InstanceApi.Path}/{id}");
        (await terminated.ShouldBeJsonAsync(HttpStatusCode.Accepted))["kind"]!.GetValue<string>().ShouldBe("terminate");

        using var cancelled = await customer.Http.GetAsync($"/api/v1/operations/{stopping}");
        (await cancelled.ShouldBeJsonAsync())["status"]!.GetValue<string>().ShouldBe("cancelled");
        using var again = await customer.Http.DeleteAsync($"{InstanceApi.Path}/{id}");
        (await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.action_not_allowed", details: ["current_status", "allowed_actions"]))
            ["allowed_actions"]!.AsArray().ShouldBeEmpty();
        await api.FinishAsync(id);
        using var read = await customer.Http.GetAsync($"{InstanceApi.Path}/{id}");
        (await read.ShouldBeJsonAsync())["status"]!.GetValue<string>().ShouldBe("terminated");
    }

    [Fact]
    public async Task Retry_is_accepted_after_a_failure_with_a_reason()
    {
        using var customer = await TestCustomer.RegisterAsync(api);
        var id = (await InstanceApi.OrderAsync(customer, await customer.OpenTenantOnTrialAsync()))["id"]!.GetValue<Guid>();
        await api.FailAsync(id);
        using var failed = await customer.Http.GetAsync($"{InstanceApi.Path}/{id}");
        var seen = await failed.ShouldBeJsonAsync();
        (seen["status"]!.GetValue<string>(), seen["error_code"]!.GetValue<string>(), seen["error_message"]!.GetValue<string>())
            .ShouldBe(("error", "image_not_found", "There is no such image."));

        using var retry = await ActAsync(customer, id, "retry");

        retry.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("""{"action":"explode"}""", "action")]
    [InlineData("""{"action":"suspend"}""", "action")]
    [InlineData("""{"action":"update"}""", "action")]
    [InlineData("""{"action":"restore"}""", "backup_id")]
    [InlineData("""{"action":"stop","parameters":{"note":"x"}}""", "parameters.note")]
    [InlineData("""{"action":"backup","parameters":{"backup_id":"01935c44-2b10-7c00-8b00-aabbccddeeff"}}""", "parameters.backup_id")]
    [InlineData("""{"action":1}""", "action")]
    [InlineData("""{"action":null}""", "action")]
    [InlineData("""{}""", "action")]
    [InlineData("""{"action":"stop","parameters":{"force":true}}""", "parameters.force")]
    [InlineData("""{"action":"stop","parameter":{}}""", "parameter")]
    public async Task Other_bodies_are_refused(string json, string field)
    {
        var (customer, _, id) = await api.RunAsync();

        using var response = await customer.Http.PostAsJsonAsync($"{InstanceApi.Path}/{id}/actions", JsonNode.Parse(json));

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "validation_failed", [field]);
    }

    private static Task<HttpResponseMessage> ActAsync(TestCustomer customer, Guid id, string action) =>
        customer.Http.PostAsJsonAsync($"{InstanceApi.Path}/{id}/actions", new JsonObject { ["action"] = action });
}
