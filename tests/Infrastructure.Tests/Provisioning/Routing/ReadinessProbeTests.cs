using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Routing;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Routing;

/// <summary>What answers the probe is the customer's: it may answer anything.</summary>
public sealed class ReadinessProbeTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Path, string? Cookie)> asked = new();
    private readonly ServiceProvider services = new ServiceCollection().AddInstanceRouting().BuildServiceProvider();
    private readonly TaskCompletionSource cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication server = null!;

    private IReadinessProbe Probe => services.GetRequiredService<IReadinessProbe>();

    private Uri Url => new(server.Urls.Single());

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(IPAddress.Loopback, 0);
            k.Limits.MaxResponseBufferSize = 1024;
            k.Limits.MinResponseDataRate = null;
        });
        server = builder.Build();
        server.Run(AnswerAsync);
        await server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        await services.DisposeAsync();
    }

    [Fact]
    public async Task Redirect_is_not_followed_and_is_no_answer()
    {
        (await AnswersAsync("redirect")).ShouldBeFalse();

        asked.Select(a => a.Path).ShouldBe(["/redirect/web/health"]);
    }

    [Fact]
    public async Task Cookies_of_one_instance_are_not_sent_to_the_next()
    {
        (await AnswersAsync("cookies")).ShouldBeTrue();
        (await AnswersAsync("well")).ShouldBeTrue();

        asked.Count.ShouldBe(2);
        asked.ShouldAllBe(a => a.Cookie == null);
    }

    [Fact]
    public async Task Headers_beyond_the_limit_are_no_answer() => (await AnswersAsync("headers")).ShouldBeFalse();

    [Fact]
    public async Task Endless_body_is_not_read_and_the_connection_is_cut()
    {
        (await AnswersAsync("endless")).ShouldBeTrue();

        await cut.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    // Above the path that the probe asks for, the scenario.
    private Task<bool> AnswersAsync(string scenario) => Probe.AnswersAsync(new Uri(Url, scenario + "/"), "19.0", CancellationToken.None);

    private async Task AnswerAsync(HttpContext http)
    {
        asked.Enqueue((http.Request.Path, http.Request.Headers.Cookie.Count == 0 ? null : http.Request.Headers.Cookie.ToString()));
        switch (http.Request.Path.Value!.Split('/')[1])
        {
            case "redirect":
                http.Response.Redirect(new Uri(Url, "/well/web/health").ToString());
                break;
            case "cookies":
                http.Response.Headers.Append("Set-Cookie", $"planted={new string('x', 4000)}; Path=/");
                break;
            case "headers":
                for (var n = 0; n < 25; n++)
                    http.Response.Headers[$"X-{n}"] = new string('x', 1000);
                break;
            case "endless":
                using (http.RequestAborted.Register(() => cut.TrySetResult()))
                {
                    var piece = new byte[64 * 1024];
                    while (!http.RequestAborted.IsCancellationRequested)
                        await http.Response.Body.WriteAsync(piece, http.RequestAborted);
                }

                break;
        }
    }
}
