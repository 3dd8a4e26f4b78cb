using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <param name="Secrets">In clear; each signs.</param>
internal sealed record WebhookMessage(string Id, Uri Url, string Body, IReadOnlyList<string> Secrets)
{
    public override string ToString() => nameof(WebhookMessage);
}

/// <summary>Makes one attempt.</summary>
internal interface IWebhookSender
{
    /// <summary>Whatever goes wrong out there is a failed attempt.</summary>
    /// <exception cref="OperationCanceledException">This process stops; whether the receiver has it is not known.</exception>
    Task<WebhookAttempt> SendAsync(WebhookMessage message, CancellationToken cancellationToken);
}

internal sealed class WebhookSender : IWebhookSender, IDisposable
{
    private static readonly ProductInfoHeaderValue Agent = new("SaaSOdoo-Webhooks", "1");
    private readonly HttpClient http;
    private readonly TimeSpan limit;
    private readonly TimeProvider clock;

    public WebhookSender(CheckedConnections connections, IOptions<WebhookOptions> options, TimeProvider clock)
    {
        http = new HttpClient(connections.NewHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        (limit, this.clock) = (options.Value.Timeout, clock);
    }

    public async Task<WebhookAttempt> SendAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var started = Stopwatch.GetTimestamp();
        var (status, error, asked) = await TryAsync(message, at, cancellationToken);
        return new(at, status, error, (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds) { RetryAfter = asked };
    }

    public void Dispose() => http.Dispose();

    private async Task<(int? Status, string? Error, TimeSpan? Asked)> TryAsync(
        WebhookMessage message, DateTimeOffset at, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var request = RequestOf(message, at);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            var error = status switch { >= 200 and < 300 => null, >= 300 and < 400 => "redirect", _ => "http_status" };
            return (status, error, Asked(response.Headers.RetryAfter, at));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "timeout", null);
        }
        catch (HttpRequestException e)
        {
            return (null, ErrorOf(e), null);
        }
    }

    // In seconds, or as a time.
    private static TimeSpan? Asked(RetryConditionHeaderValue? header, DateTimeOffset at) => header?.Delta ?? header?.Date - at;

    private static HttpRequestMessage RequestOf(WebhookMessage message, DateTimeOffset at)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, message.Url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message.Body)) { Headers = { ContentType = new("application/json") } },
        };
        request.Headers.UserAgent.Add(Agent);
        foreach (var (name, value) in WebhookSignature.HeadersOf(message.Id, at, message.Body, message.Secrets))
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static string ErrorOf(HttpRequestException e) => e.InnerException switch
    {
        AddressRefusedException => "address_not_public",
        NameNotFoundException => "name_not_found",
        AuthenticationException => "tls_failed",
        _ => "connection_failed",
    };
}
