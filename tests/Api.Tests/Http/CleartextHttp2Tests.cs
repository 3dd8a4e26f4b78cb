using System.Net;
using System.Net.Sockets;
using SaaSOdoo.Api.Hosting;

namespace SaaSOdoo.Api.Tests.Http;

public sealed class CleartextHttp2Tests
{
    [Fact]
    public async Task A_port_of_its_own_speaks_http_2_without_tls_when_configured()
    {
        var (http1, http2) = (FreePort(), FreePort());
        await using var app = PlatformHost.Build(
        [
            "--ConnectionStrings:Platform=Host=none", "--Roles=api",
            $"--Kestrel:Endpoints:Http:Url=http://127.0.0.1:{http1}",
            $"--Kestrel:Endpoints:H2c:Url=http://127.0.0.1:{http2}", "--Kestrel:Endpoints:H2c:Protocols=Http2",
        ], WithoutDatabase);
        await app.StartAsync();
        using var client = new HttpClient();
        using var old = await client.GetAsync($"http://127.0.0.1:{http1}/health/live");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{http2}/health/live")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await client.SendAsync(request);
        (old.Version, old.StatusCode, response.Version, response.StatusCode)
            .ShouldBe((HttpVersion.Version11, HttpStatusCode.OK, HttpVersion.Version20, HttpStatusCode.OK));
        await app.StopAsync();
    }

    // The platform's services begin with its database, which is not the subject.
    private static void WithoutDatabase(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder)
    {
        foreach (var service in builder.Services.Where(s => s.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService)
            && s.ImplementationType?.Namespace?.StartsWith(nameof(SaaSOdoo), StringComparison.Ordinal) == true).ToList())
            builder.Services.Remove(service);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
