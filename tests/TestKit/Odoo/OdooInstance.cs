using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Http;
using Shouldly;

namespace SaaSOdoo.TestKit.Odoo;

/// <summary>An instance ordered through the API, and what tests ask of it as its owner.</summary>
public sealed class OdooInstance(TestCustomer owner, Guid id, Guid provisioning)
{
    /// <summary>A template may have to be built first, on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    private static int number;

    public Guid Id => id;

    /// <summary>The operation that provisions it.</summary>
    public Guid Provisioning => provisioning;

    public TestCustomer Owner => owner;

    public string Path => $"/api/v1/instances/{id}";

    public string Container => $"saasodoo-{Short}";

    /// <summary>Physical name of its database and of its role.</summary>
    public string Database => $"odoo_{Short}";

    private string Short => id.ToString("N")[^12..];

    /// <summary>The smallest body that makes one, of names nobody else has.</summary>
    public static JsonObject Body(Guid tenant, string version = "19.0")
    {
        var name = $"db{Interlocked.Increment(ref number)}";
        return new()
        {
            ["tenant_id"] = tenant,
            ["name"] = name,
            ["odoo_version"] = version,
            ["admin_email"] = "admin@example.com",
            ["database_name"] = name,
            ["subdomain"] = $"tenant-{name}",
            ["memory_limit"] = "1G",
        };
    }

    public static async Task<OdooInstance> OrderAsync(TestCustomer owner, JsonObject body)
    {
        using var ordered = await owner.Http.PostAsJsonAsync("/api/v1/instances", body);
        var instance = await ordered.ShouldBeJsonAsync(HttpStatusCode.Created);
        return new(owner, instance["id"]!.GetValue<Guid>(), instance["operation_id"]!.GetValue<Guid>());
    }

    /// <summary>Ordered, and waited for until it runs.</summary>
    public static async Task<OdooInstance> RunningAsync(TestCustomer owner, JsonObject body)
    {
        var instance = await OrderAsync(owner, body);
        await instance.SucceedAsync(instance.Provisioning);
        return instance;
    }

    public Task<JsonObject> GetAsync() => JsonAsync(Path);

    public async Task<string> StatusAsync() => (await GetAsync())["status"]!.GetValue<string>();

    public async Task<Uri> UrlAsync() => new((await GetAsync())["external_url"].ShouldNotBeNull("It has no URL.").GetValue<string>());

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> OperationsAsync() => [.. (await JsonAsync($"{Path}/operations"))["items"]!.AsArray().Select(o => o!)];

    public async Task<OdooLogin> CredentialsAsync()
    {
        using var response = await owner.Http.PostAsync(new Uri($"{Path}/credentials", UriKind.Relative), content: null);
        var shown = await response.ShouldBeJsonAsync();
        return new(shown["login"]!.GetValue<string>(), shown["password"]!.GetValue<string>());
    }

    /// <returns>The operation's id.</returns>
    public async Task<Guid> ActAsync(string action)
    {
        using var accepted = await owner.Http.PostAsJsonAsync($"{Path}/actions", new JsonObject { ["action"] = action });
        return (await accepted.ShouldBeJsonAsync(HttpStatusCode.Accepted))["operation_id"]!.GetValue<Guid>();
    }

    /// <summary>Asks for a backup and waits for it.</summary>
    /// <returns>The backup's id.</returns>
    public async Task<Guid> BackUpAsync()
    {
        using var accepted = await owner.Http.PostAsJsonAsync($"{Path}/backups", new JsonObject());
        accepted.IsSuccessStatusCode.ShouldBeTrue(await accepted.Content.ReadAsStringAsync());
        await SucceedAsync((await OperationsAsync())[0]["id"]!.GetValue<Guid>());
        return (await JsonAsync($"{Path}/backups"))["items"]!.AsArray()[0]!["id"]!.GetValue<Guid>();
    }

    /// <returns>The operation's id.</returns>
    public async Task<Guid> RestoreAsync(Guid backup)
    {
        using var accepted = await owner.Http.PostAsync(new Uri($"/api/v1/backups/{backup}/restore", UriKind.Relative), content: null);
        return (await accepted.ShouldBeJsonAsync(HttpStatusCode.Accepted))["id"]!.GetValue<Guid>();
    }

    /// <summary>Name of Odoo's database now: a restore gives another.</summary>
    public async Task<string> CurrentDatabaseAsync() => (await GetAsync())["database"]!.GetValue<string>();

    public async Task DoAsync(string action) => await SucceedAsync(await ActAsync(action));

    public async Task TerminateAsync()
    {
        using var accepted = await owner.Http.DeleteAsync(Path);
        await SucceedAsync((await accepted.ShouldBeJsonAsync(HttpStatusCode.Accepted))["id"]!.GetValue<Guid>());
    }

    public Task<JsonObject> OperationAsync(Guid operation) => JsonAsync($"/api/v1/operations/{operation}");

    /// <summary>Waits for an operation to end.</summary>
    /// <returns>The operation.</returns>
    public async Task<JsonObject> EndAsync(Guid operation)
    {
        JsonObject? seen = null;
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                seen = await OperationAsync(operation);
                return seen["status"]!.GetValue<string>() is not ("queued" or "running");
            },
            Patience);
        return seen!;
    }

    /// <summary>Waits for an operation to end well.</summary>
    public async Task<JsonObject> SucceedAsync(Guid operation)
    {
        var ended = await EndAsync(operation);
        ended["status"]!.GetValue<string>().ShouldBe("succeeded", ended.ToJsonString());
        return ended;
    }

    public Task BecomesAsync(string status, TimeSpan? limit = null) =>
        Eventually.BecomesTrueAsync(async () => await StatusAsync() == status, limit ?? Patience);

    public async Task<string> ContainerIdAsync() => await DockerCommand.RunAsync("inspect", "--format", "{{.Id}}", Container);

    private async Task<JsonObject> JsonAsync(string path)
    {
        using var answer = await owner.Http.GetAsync(path);
        return await answer.ShouldBeJsonAsync();
    }
}

public sealed record OdooLogin(string Login, string Password)
{
    public override string ToString() => Login;
}
