using System.Collections.Concurrent;
using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;

/// <summary>Answers as an engine of another version would; remembers what it was asked. Only for what the real one here cannot show.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly WebApplication server;

    private FakeEngine(WebApplication server) => this.server = server;

    public string ApiVersion { get; set; } = "1.41";

    /// <summary>Refuses to speak anything older, as an engine does that is much newer than its client.</summary>
    public bool RefusesOlder { get; set; }

    /// <summary>A stream on which nothing ever comes.</summary>
    public string? Silent { get; set; }

    /// <summary>A stream on which something comes now and then: so many lines, then the end.</summary>
    public (string Path, string Line, int Times, TimeSpan Pause)? Slow { get; set; }

    public ConcurrentQueue<string> Asked { get; } = new();
    public string Endpoint => "tcp://" + new Uri(server.Urls.Single()).Authority;

    public static async Task<FakeEngine> StartAsync(TlsFiles? tls = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, 0, listen => Secure(listen, tls)));
        var app = builder.Build();
        var engine = new FakeEngine(app);
        app.Run(async context =>
        {
            engine.Asked.Enqueue(context.Request.Path!);
            context.Response.ContentType = "application/json";
            if (context.Request.Path == engine.Silent)
            {
                await context.Response.StartAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }

            if (engine.Slow is { } slow && context.Request.Path == slow.Path)
            {
                for (var line = 0; line < slow.Times; line++)
                {
                    await context.Response.WriteAsync(slow.Line + "\n", context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    await Task.Delay(slow.Pause, context.RequestAborted);
                }

                return;
            }

            var asksForVersion = context.Request.Path == "/version";
            if (!asksForVersion && engine.RefusesOlder && !context.Request.Path.StartsWithSegments($"/v{engine.ApiVersion}", StringComparison.Ordinal))
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(asksForVersion ? $$"""{"ApiVersion":"{{engine.ApiVersion}}"}""" : "[]");
        });
        await app.StartAsync();
        return engine;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static void Secure(ListenOptions listen, TlsFiles? tls)
    {
        if (tls is null)
            return;

        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = tls.Server,
            ClientCertificateMode = ClientCertificateMode.RequireCertificate,
            ClientCertificateValidation = (certificate, _, errors) =>
                errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && certificate.Subject == TlsFiles.ClientName,
        });
    }
}
