using System.Net.Sockets;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers.Engine;

/// <summary>One connection pool to the engine: a Unix socket, TCP, or TCP with TLS and a client certificate.</summary>
internal static class EngineConnection
{
    public static SocketsHttpHandler Handler(DockerOptions options)
    {
        var endpoint = new Uri(options.Endpoint);
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeout,
            UseProxy = false,
            AllowAutoRedirect = false,
            // A stream given up (logs, events) is cut, not read to its end.
            ResponseDrainTimeout = TimeSpan.Zero,
            ActivityHeadersPropagator = null,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(endpoint, context.DnsEndPoint, cancellationToken),
        };
        if (options.CertificateDirectory is { } directory)
            handler.SslOptions = EngineTls.Options(directory);

        return handler;
    }

    public static Uri BaseAddress(DockerOptions options)
    {
        var endpoint = new Uri(options.Endpoint);
        if (string.Equals(endpoint.Scheme, DockerOptions.UnixScheme, StringComparison.Ordinal))
            return new("http://engine");

        var scheme = options.CertificateDirectory is null ? "http" : "https";
        return new($"{scheme}://{endpoint.Authority}");
    }

    private static async ValueTask<Stream> ConnectAsync(Uri endpoint, System.Net.DnsEndPoint host, CancellationToken cancellationToken)
    {
        var unix = string.Equals(endpoint.Scheme, DockerOptions.UnixScheme, StringComparison.Ordinal);
        var socket = unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // A dead peer must not leave a stream of events silent for ever.
            if (!unix)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
            await socket.ConnectAsync(unix ? new UnixDomainSocketEndPoint(endpoint.AbsolutePath) : host, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
