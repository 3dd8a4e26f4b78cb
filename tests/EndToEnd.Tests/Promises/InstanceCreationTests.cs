using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Promises;

/// <summary>Entry #007 of the seed log: creation, retrieval, listing, updates and actions, against real Odoo.</summary>
[Collection(EndToEnd.Name)]
public sealed class InstanceCreationTests(OdooPlatform platform, SeedLogInstance seed) : IClassFixture<SeedLogInstance>
{
    [Fact]
    public async Task Promise_007_the_seed_logs_body_is_taken_field_for_field_and_its_instance_runs()
    {
        var ordered = await seed.OrderedAsync();
        ordered.Location.ShouldBe(new Uri(ordered.Instance.Path, UriKind.Relative));
        ordered.Answer.Text("status").ShouldBe("creating");
        Sent(ordered.Answer).ShouldBe(SeedLogInstance.Body(ordered.Tenant).ToJsonString());

        var instance = await ordered.Instance.GetAsync();
        instance.Text("status").ShouldBe("running");
        instance.Text("provisioning_status").ShouldBe("completed");
        instance.Text("container_status").ShouldBe("running");
        instance.Text("health").ShouldBe("healthy");
        instance["error_message"].ShouldBeNull();
        (await OdooRpc.ShowsLoginAsync(await ordered.Instance.UrlAsync())).ShouldBeTrue();
    }

    [Fact]
    public async Task Promise_007_both_modules_are_installed_in_the_instances_database()
    {
        var ordered = await seed.OrderedAsync();

        var installed = await platform.Postgres.ColumnAsync(
            "select name from ir_module_module where state = 'installed' and name in ('sale', 'purchase', 'crm') order by name",
            ordered.Instance.Database);

        installed.ShouldBe(["purchase", "sale"]);
    }

    [Fact]
    public async Task Promise_007_the_demonstration_data_is_there()
    {
        var ordered = await seed.OrderedAsync();

        var orders = await platform.Postgres.ColumnAsync("select count(*) from sale_order", ordered.Instance.Database);

        int.Parse(orders.Single()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_shown_credentials_authenticate_and_the_well_known_ones_do_not()
    {
        var (instance, login) = ((await seed.OrderedAsync()).Instance, (await seed.OrderedAsync()).Login);
        var url = await instance.UrlAsync();

        (await OdooRpc.AuthenticateAsync(url, instance.Database, login)).ShouldNotBeNull();
        (await OdooRpc.AuthenticateAsync(url, instance.Database, new("admin", "admin"))).ShouldBeNull();
        (await OdooRpc.AuthenticateAsync(url, instance.Database, new(login.Login, "admin"))).ShouldBeNull();
        (await OdooRpc.AuthenticateAsync(url, instance.Database, new("demo", "demo"))).ShouldBeNull();
    }

    [Fact]
    public async Task Credentials_are_shown_once()
    {
        var ordered = await seed.OrderedAsync();

        using var again = await ordered.Instance.Owner.Http.PostAsync(new Uri($"{ordered.Instance.Path}/credentials", UriKind.Relative), content: null);

        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict, "instance.credentials_revealed");
    }

    [Fact]
    public async Task The_operations_feed_shows_every_step_in_order_and_can_be_resumed()
    {
        var ordered = await seed.OrderedAsync();
        var recorded = (await ordered.Instance.OperationAsync(ordered.Instance.Provisioning))["steps"]!.AsArray()
            .Select(s => s!.Text("name")).ToList();
        recorded.Count.ShouldBeGreaterThanOrEqualTo(10);
        string[] ofContainer = ["ensure_volume", "ensure_network", "ensure_container"];

        // Database and container are made beside each other: their steps mix, each of the two in its own order.
        foreach (var status in new[] { "running", "succeeded" })
        {
            var seen = StepsThat(ordered.Feed, status).ToList();
            seen.ShouldBe(recorded, ignoreOrder: true);
            seen.Where(ofContainer.Contains).ShouldBe(recorded.Where(ofContainer.Contains));
            seen.Except(ofContainer).ShouldBe(recorded.Except(ofContainer));
        }

        ordered.Feed.Select(m => m.Id).ShouldBeInOrder(SortDirection.Ascending);
        ordered.Feed[0].Event.ShouldBe("operation.queued");
        ordered.Feed[^1].Event.ShouldBe("operation.finished");
        ordered.Feed[^1].Data.Text("status").ShouldBe("succeeded");

        var rest = await OperationFeed.ReadAsync(ordered.Instance.Owner.Http, ordered.Instance.Provisioning, after: ordered.Feed[4].Id);
        rest.Select(m => m.Id).ShouldBe(ordered.Feed.Skip(5).Select(m => m.Id));
    }

    [Fact]
    public async Task Promise_007_listing_shows_it_filtered_by_tenant_and_to_nobody_else()
    {
        var ordered = await seed.OrderedAsync();
        using var stranger = await TestCustomer.RegisterAsync(platform);

        (await ListAsync(ordered.Instance.Owner, ordered.Tenant)).ShouldBe([ordered.Instance.Id]);
        (await ListAsync(stranger, ordered.Tenant)).ShouldBeEmpty();
        using var read = await stranger.Http.GetAsync(ordered.Instance.Path);
        read.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Promise_007_an_update_changes_the_limits_of_the_running_container()
    {
        var instance = (await seed.OrderedAsync()).Instance;
        var container = await instance.ContainerIdAsync();
        var change = (await instance.GetAsync()).ToChange()
            .With("description", "Resized").With("cpu_limit", 1.5).With("memory_limit", "1536M");

        using var changed = await instance.Owner.Http.PutAsJsonAsync(instance.Path, change);
        (await changed.ShouldBeJsonAsync()).Text("status").ShouldBe("updating");
        await instance.BecomesAsync("running");

        (await instance.ContainerIdAsync()).ShouldBe(container);
        (await DockerCommand.RunAsync("inspect", "--format", "{{.HostConfig.NanoCpus}} {{.HostConfig.Memory}} {{.RestartCount}}", container))
            .ShouldBe("1500000000 1610612736 0");
        (await DockerCommand.RunAsync("exec", container, "sh", "-c", "cat /sys/fs/cgroup/memory.max 2>/dev/null || cat /sys/fs/cgroup/memory/memory.limit_in_bytes"))
            .ShouldBe("1610612736");
        (await instance.GetAsync()).Text("description").ShouldBe("Resized");
    }

    [Fact]
    public async Task Promise_007_actions_stop_start_and_restart_with_status_validation()
    {
        var instance = (await seed.OrderedAsync()).Instance;
        var url = await instance.UrlAsync();
        var started = await StartedAtAsync(instance);

        await instance.DoAsync("stop");
        (await instance.StatusAsync()).ShouldBe("stopped");
        (await OdooRpc.ShowsLoginAsync(url)).ShouldBeFalse();
        using (var again = await instance.Owner.Http.PostAsJsonAsync($"{instance.Path}/actions", new JsonObject { ["action"] = "stop" }))
            again.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        await instance.DoAsync("start");
        (await OdooRpc.ShowsLoginAsync(await instance.UrlAsync())).ShouldBeTrue();
        var afterStart = await StartedAtAsync(instance);
        afterStart.ShouldNotBe(started);

        await instance.DoAsync("restart");
        (await OdooRpc.ShowsLoginAsync(await instance.UrlAsync())).ShouldBeTrue();
        (await StartedAtAsync(instance)).ShouldNotBe(afterStart);
    }

    [Fact]
    public async Task Logs_are_the_containers_own_with_tail_and_follow()
    {
        var instance = (await seed.OrderedAsync()).Instance;

        var own = await DockerCommand.TryAsync("logs", "--tail", "2", instance.Container);
        var tail = await instance.Owner.Http.GetStringAsync($"{instance.Path}/logs?tail=2");
        tail.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        (own.Output + own.Errors).ShouldNotBeEmpty();

        using var hangUp = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var stream = await instance.Owner.Http.GetStreamAsync($"{instance.Path}/logs?tail=1&follow=true", hangUp.Token);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(hangUp.Token)).ShouldNotBeNullOrWhiteSpace();
        var word = $"/web/login?word={Guid.CreateVersion7():N}";
        using var http = new HttpClient();
        (await http.GetAsync(new Uri(await instance.UrlAsync(), word), hangUp.Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        string? line;
        do
            line = await reader.ReadLineAsync(hangUp.Token);
        while (line is not null && !line.Contains(word, StringComparison.Ordinal));
        line.ShouldNotBeNull("The request was never seen in the log.");
    }

    private static string Sent(JsonObject answer) =>
        new JsonObject(SeedLogInstance.Body(Guid.Empty).Select(f => KeyValuePair.Create(f.Key, answer[f.Key]?.DeepClone()))).ToJsonString();

    private static async Task<string> StartedAtAsync(OdooInstance instance) =>
        await DockerCommand.RunAsync("inspect", "--format", "{{.State.StartedAt}}", instance.Container);

    private static List<string> StepsThat(IReadOnlyList<FeedMessage> feed, string status) =>
    [
        .. feed.Where(m => m.Event == "operation.progressed").Select(m => m.Data["step"]).OfType<JsonObject>()
            .Where(s => s.Text("status") == status).Select(s => s.Text("name")).Distinct(),
    ];

    private static async Task<List<Guid>> ListAsync(TestCustomer customer, Guid tenant)
    {
        using var listed = await customer.Http.GetAsync($"/api/v1/instances/?tenant_id={tenant}");
        return [.. (await listed.ShouldBeJsonAsync())["items"]!.AsArray().Select(i => i!["id"]!.GetValue<Guid>())];
    }
}
