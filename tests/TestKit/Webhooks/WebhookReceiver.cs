using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SaaSOdoo.TestKit.Webhooks;

/// <summary>A customer's receiver on a loopback port. It answers 204 unless told otherwise, and keeps what came.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedWebhook> received = new();
    private readonly WebApplication app;

    private WebhookReceiver(WebApplication app) => this.app = app;

    /// <summary>How a request is answered, after it is among <see cref="Received"/>; the second argument is its number there, from 1.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = (http, _) =>
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    };

    public Uri Url { get; private set; } = null!;

    public IReadOnlyList<ReceivedWebhook> Received => [.. received];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = builder.Build();
        var receiver = new WebhookReceiver(host);
        host.Run(receiver.TakeAsync);
        await host.StartAsync();
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        receiver.Url = new Uri($"{address}/hooks");
        return receiver;
    }

    /// <summary>Answers with this status.</summary>
    public void AnswerWith(int status) => Answer = (http, _) =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public Task HasAsync(int count) => Eventually.BecomesTrueAsync(() => Task.FromResult(received.Count >= count));

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var count = Keep(new(
            http.Request.Method, http.Request.Path, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync()));
        await Answer(http, count);
    }

    // Of two that come at once each has a number of its own: the one at which it stands in what was received.
    private int Keep(ReceivedWebhook webhook)
    {
        lock (received)
        {
            received.Enqueue(webhook);
            return received.Count;
        }
    }
}

/// <summary>A request as it came.</summary>
public sealed record ReceivedWebhook(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Id => Headers["webhook-id"];

    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public string Type => Json["type"]!.GetValue<string>();
}
