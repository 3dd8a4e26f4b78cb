using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>
/// Opens connections to public addresses only. A name is looked up once for each connection, all it leads to must be public, and the
/// connection goes to exactly what was looked at: a name server that answers differently the next time gains nothing.
/// </summary>
internal sealed class CheckedConnections(INameLookup names, IOptions<WebhookOptions> options)
{
    /// <summary>A handler that goes nowhere else: it follows no redirect and knows no proxy.</summary>
    public SocketsHttpHandler NewHandler() => new()
    {
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, cancellationToken),
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        Credentials = null,
        // Our trace ids are nobody else's business.
        ActivityHeadersPropagator = null,
        // Of an answer only the status is read.
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 16 * 1024,
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(500),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await LookUpAsync(target.Host, cancellationToken);
        if (!options.Value.AllowPrivateAddresses && !Array.TrueForAll(addresses, PublicAddress.IsPublic))
            throw new AddressRefusedException();

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellationToken)
    {
        try
        {
            return await names.AddressesOfAsync(host, cancellationToken) is { Length: > 0 } found ? found : throw new NameNotFoundException(inner: null);
        }
        catch (SocketException e)
        {
            throw new NameNotFoundException(e);
        }
    }
}

/// <summary>The address is not public, or one of those that the name leads to.</summary>
internal sealed class AddressRefusedException() : IOException("The address is not public.");

internal sealed class NameNotFoundException(Exception? inner) : IOException("The name leads nowhere.", inner);
