using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Docker.DotNet;
using Docker.DotNet.X509;

namespace SaaSOdoo.Infrastructure.Provisioning.Containers;

/// <summary>Builds the library's client for a Unix socket, TCP, or TCP with TLS and a client certificate.</summary>
internal static class DockerClientFactory
{
    /// <param name="apiVersion">Null: whatever the engine speaks.</param>
    public static DockerClient Create(DockerOptions options, Version? apiVersion)
    {
        var endpoint = new Uri(options.Endpoint);
        var builder = new DockerClientBuilder()
            .WithEndpoint(IsUnix(endpoint) ? new("http://engine") : endpoint)
            .WithApiVersion(apiVersion)
            // Each call has a limit of its own (DockerEngine).
            .WithTimeout(Timeout.InfiniteTimeSpan);
        if (options.CertificateDirectory is { } directory)
        {
            builder.WithAuthProvider(new CertificateCredentials(DockerTlsCertificates.LoadCertificateFromPemFiles(
                Path.Combine(directory, "cert.pem"), Path.Combine(directory, "key.pem"))));
        }

        return builder
            .WithTransportOptions(TracedTransport.Instance, new() { ConfigureHandler = h => Configure(h, endpoint, options) })
            .Build();
    }

    // The Unix socket, too, goes through .NET's own handler: the library's one for sockets connects anew for each call.
    private static void Configure(SocketsHttpHandler handler, Uri endpoint, DockerOptions options)
    {
        handler.ConnectTimeout = options.ConnectTimeout;
        // Each stream of logs or events holds a connection; the library's limit of ten would let the eleventh call wait for ever.
        handler.MaxConnectionsPerServer = int.MaxValue;
        handler.UseProxy = false;
        handler.AllowAutoRedirect = false;
        // A stream given up (logs, events) is cut, not read to its end.
        handler.ResponseDrainTimeout = TimeSpan.Zero;
        handler.ActivityHeadersPropagator = null;
        handler.ConnectCallback = (context, cancellationToken) =>
            ConnectAsync(IsUnix(endpoint) ? new UnixDomainSocketEndPoint(endpoint.AbsolutePath) : context.DnsEndPoint, cancellationToken);
        if (options.CertificateDirectory is { } directory)
            handler.SslOptions.CertificateChainPolicy = OnlyTrust(Path.Combine(directory, "ca.pem"));
    }

    // A policy and not the library's callback, which accepts every certificate of the authority, whatever host it is for.
    private static X509ChainPolicy OnlyTrust(string authorityFile)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authorityFile);
        return policy;
    }

    private static async ValueTask<Stream> ConnectAsync(System.Net.EndPoint endpoint, CancellationToken cancellationToken)
    {
        var unix = endpoint is UnixDomainSocketEndPoint;
        var socket = unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // A dead peer must not leave a stream of events silent for ever.
            if (!unix)
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, optionValue: true);
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsUnix(Uri endpoint) => string.Equals(endpoint.Scheme, DockerOptions.UnixScheme, StringComparison.Ordinal);
}
