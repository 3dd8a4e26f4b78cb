namespace SaaSOdoo.TestKit.Http;

/// <summary>Gives each request that changes something the next code, unless it brings one.</summary>
internal sealed class SecondFactorCodeHandler(Queue<string> codes)
    : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    private const string Header = "X-Second-Factor";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get && !request.Headers.Contains(Header))
        {
            lock (codes)
                request.Headers.Add(Header, codes.Dequeue());
        }

        return base.SendAsync(request, cancellationToken);
    }
}
