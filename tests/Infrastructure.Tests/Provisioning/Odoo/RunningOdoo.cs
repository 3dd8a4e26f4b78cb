using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

/// <summary>An Odoo that serves its login page.</summary>
public sealed class RunningOdoo : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly IContainerRuntime runtime;
    private readonly string name;
    private readonly HttpClient client;

    private RunningOdoo(IContainerRuntime runtime, string name, int port)
    {
        (this.runtime, this.name) = (runtime, name);

        // No connection is used twice: Odoo 14 answers in HTTP/1.0 and closes without saying so, which fails the next POST.
        client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { BaseAddress = new($"http://127.0.0.1:{port}") };
    }

    public static async Task<RunningOdoo> WhenReadyAsync(IContainerRuntime runtime, string name, int port)
    {
        var odoo = new RunningOdoo(runtime, name, port);
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!await odoo.AnswersAsync())
            await timer.WaitForNextTickAsync(limit.Token);
        return odoo;
    }

    /// <summary>The user's id, or null when the credentials are refused.</summary>
    public async Task<int?> AuthenticateAsync(string database, string login, string password)
    {
        var request = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["method"] = "call",
            ["params"] = new JsonObject
            {
                ["service"] = "common",
                ["method"] = "authenticate",
                ["args"] = new JsonArray(database, login, password, new JsonObject()),
            },
        };
        using var response = await client.PostAsJsonAsync("/jsonrpc", request);
        var answer = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        return answer["result"] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? value.GetValue<int>() : null;
    }

    /// <summary>A page, or a part of one. It has to be answered.</summary>
    public Task<string> ReadAsync(string path) => client.GetStringAsync(new Uri(path, UriKind.Relative));

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await runtime.RemoveAsync(name, CancellationToken.None);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await client.GetAsync("/web/login");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
