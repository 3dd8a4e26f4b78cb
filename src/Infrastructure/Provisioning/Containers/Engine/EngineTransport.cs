using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

/// <summary>Sends calls: version, time limit, span and errors of all of them are settled here.</summary>
internal sealed class EngineTransport : IDisposable
{
    private readonly HttpClient http;
    private readonly TimeSpan limit;
    private readonly EngineVersion version;

    public EngineTransport(DockerOptions options)
    {
        http = new(EngineConnection.Handler(options))
        {
            BaseAddress = EngineConnection.BaseAddress(options),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        limit = options.CallTimeout;
        version = new(this);
    }

    public void Dispose() => http.Dispose();

    public async Task SendAsync(EngineRequest request, CancellationToken cancellationToken) =>
        (await HeadersAsync(request, cancellationToken)).Dispose();

    public Task<T> SendAsync<T>(EngineRequest request, CancellationToken cancellationToken) =>
        WithinAsync(request, async token =>
        {
            using var response = await OpenCoreAsync(request, token);
            return await response.Content.ReadFromJsonAsync<T>(EngineJson.Options, token)
                ?? throw new InvalidDataException($"The engine answered {request.Route} with null.");
        }, cancellationToken);

    /// <summary>Null when there is no such thing.</summary>
    public Task<T?> FindAsync<T>(EngineRequest request, CancellationToken cancellationToken) where T : class =>
        OrNullAsync(SendAsync<T>(request, cancellationToken));

    /// <summary>Headers only, for answers that say it there (<c>HEAD</c>, <c>_ping</c>).</summary>
    public Task<HttpResponseMessage> HeadersAsync(EngineRequest request, CancellationToken cancellationToken) =>
        WithinAsync(request, token => OpenCoreAsync(request, token), cancellationToken);

    /// <summary>The body as it comes; the headers must arrive in time, the stream may last.</summary>
    public async Task<Stream> OpenAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        var response = await HeadersAsync(request, cancellationToken);
        return new EngineStream(response, await response.Content.ReadAsStreamAsync(cancellationToken));
    }

    /// <summary>Null when there is no such thing.</summary>
    public Task<Stream?> OpenOrNullAsync(EngineRequest request, CancellationToken cancellationToken) =>
        OrNullAsync(OpenAsync(request, cancellationToken));

    /// <summary>Sends to exactly this path, without a version.</summary>
    public async Task<HttpResponseMessage> OpenAtAsync(EngineRequest request, string path, CancellationToken cancellationToken)
    {
        // The span names the route, never the query or the body: labels and names stay out of traces.
        using var span = Application.Common.Telemetry.Source.StartActivity($"docker {request.Method} {request.Route}", ActivityKind.Client);
        span?.SetTag("http.request.method", request.Method.Method).SetTag("url.template", request.Route);

        using var message = new HttpRequestMessage(request.Method, path) { Content = request.Body };
        var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        span?.SetTag("http.response.status_code", (int)response.StatusCode);
        // 304: it was already so (started, stopped).
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
            return response;

        using (response)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            throw EngineException.Of(response.StatusCode, await ErrorAsync(response, cancellationToken));
        }
    }

    private async Task<HttpResponseMessage> OpenCoreAsync(EngineRequest request, CancellationToken cancellationToken) =>
        await OpenAtAsync(request, $"/v{await version.GetAsync(cancellationToken)}{request.Path()}", cancellationToken);

    private async Task<T> WithinAsync<T>(EngineRequest request, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!request.Unlimited)
            limited.CancelAfter(limit + request.Extra);
        try
        {
            return await call(limited.Token);
        }
        catch (Exception e) when (EngineUnavailable.Caused(e, cancellationToken))
        {
            version.Forget();
            throw EngineUnavailable.Because(e);
        }
    }

    private static async Task<T?> OrNullAsync<T>(Task<T> call) where T : class
    {
        try
        {
            return await call;
        }
        catch (EngineNotFoundException)
        {
            return null;
        }
    }

    private static async Task<string> ErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return text.StartsWith('{') ? System.Text.Json.JsonSerializer.Deserialize<ErrorAnswer>(text, EngineJson.Options)?.Message ?? text : text;
    }

    private sealed record ErrorAnswer(string? Message);
}
