using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Payments;

namespace SaaSOdoo.Infrastructure.Payments;

/// <summary>Posts a form and reads the answer: within a time, up to a size, from exactly the address that was asked.</summary>
internal sealed class PaynowConnection : IDisposable
{
    private const int MaxAnswerBytes = 64 * 1024;
    private static readonly ProductInfoHeaderValue Agent = new("SaaSOdoo-Payments", "1");
    private readonly HttpClient http;
    private readonly TimeSpan limit;

    public PaynowConnection(IOptions<PaynowOptions> options)
    {
        limit = options.Value.Timeout;
        http = new HttpClient(NewHandler()) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswerBytes };
    }

    /// <exception cref="GatewayUnclearException">There was no answer, or none that is a message. What was asked may have happened.</exception>
    public async Task<PaynowMessage> PostAsync(Uri address, string form, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = RequestOf(address, form);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new GatewayUnclearException($"The gateway answered with HTTP {(int)response.StatusCode}.");

            var body = await response.Content.ReadAsByteArrayAsync(either.Token);
            return PaynowMessage.Parse(body) ?? throw new GatewayUnclearException("The gateway's answer cannot be read.");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GatewayUnclearException($"The gateway did not answer within {limit.TotalSeconds:0} s.", e);
        }
        catch (HttpRequestException e)
        {
            throw new GatewayUnclearException($"The gateway cannot be reached ({e.HttpRequestError}).", e);
        }
    }

    public void Dispose() => http.Dispose();

    private static HttpRequestMessage RequestOf(Uri address, string form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(Encoding.ASCII.GetBytes(form)) { Headers = { ContentType = new("application/x-www-form-urlencoded") } },
        };
        request.Headers.UserAgent.Add(Agent);
        return request;
    }

    private static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        Credentials = null,
        // Our trace ids are nobody else's business.
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 16,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };
}
