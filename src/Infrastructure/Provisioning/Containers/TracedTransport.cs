using System.Diagnostics;
using System.Text.RegularExpressions;
using Docker.DotNet.Handler.Abstractions;
using Docker.DotNet.NativeHttp;
using Microsoft.Extensions.Logging;
using ApplicationTelemetry = SaaSOdoo.Application.Common.Telemetry;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>The library's transport over .NET's own handler, with a span around each request.</summary>
internal sealed class TracedTransport : IDockerHandlerFactory<NativeHttpTransportOptions>
{
    public static TracedTransport Instance { get; } = new();

    private static IDockerHandlerFactory<NativeHttpTransportOptions> Native => DockerHandlerFactory.Instance;

    public ResolvedTransport CreateHandler(ResolvedClientOptions clientOptions, ILogger logger) => CreateHandler(new(), clientOptions, logger);

    public ResolvedTransport CreateHandler(NativeHttpTransportOptions transportOptions, ResolvedClientOptions clientOptions, ILogger logger)
    {
        var native = Native.CreateHandler(transportOptions, clientOptions, logger);
        // Credentials are put on the handler itself: the library does not look for it inside another one.
        return native with { Handler = new DockerSpans(clientOptions.AuthProvider.ConfigureHandler(native.Handler)) };
    }

    public Task<WriteClosableStream> HijackStreamAsync(HttpContent content) => Native.HijackStreamAsync(content);
}

/// <summary>A span names the route, never a name in it, the query or the body: labels and names stay out of traces.</summary>
internal sealed partial class DockerSpans(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!ApplicationTelemetry.Source.HasListeners())
            return await base.SendAsync(request, cancellationToken);

        var route = Route(request.RequestUri!.AbsolutePath);
        using var span = ApplicationTelemetry.Source.StartActivity($"docker {request.Method} {route}", ActivityKind.Client);
        span?.SetTag("http.request.method", request.Method.Method).SetTag("url.template", route);
        var response = await base.SendAsync(request, cancellationToken);
        span?.SetTag("http.response.status_code", (int)response.StatusCode);
        if ((int)response.StatusCode >= 400)
            span?.SetStatus(ActivityStatusCode.Error);
        return response;
    }

    // Names of images have slashes, too.
    internal static string Route(string path) => Name().Replace(Version().Replace(path, ""), "${kind}/{id}${verb}");

    [GeneratedRegex(@"^/v\d[\d.]*(?=/)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();

    [GeneratedRegex(@"^(?<kind>/\w+)/(?!(json|create)$).+?(?<verb>/\w+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
