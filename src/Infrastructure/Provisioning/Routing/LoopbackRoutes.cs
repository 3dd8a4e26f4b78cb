using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Infrastructure.Provisioning.Routing;

/// <summary>Publishes each instance on a port of its own on the loopback interface of this host. The unique index settles races.</summary>
internal sealed class LoopbackRoutes(IAppDb db, IOptions<ProvisioningOptions> options) : IRoutes
{
    private const int Attempts = 50;

    public async Task ReserveAsync(InstanceAllocation allocation, CancellationToken cancellationToken)
    {
        for (var attempt = 0; allocation.Port is null; attempt++)
        {
            if (attempt == Attempts)
                throw new RefusedException("no_free_port", "No free port was found for the instance; please try again later.");

            // Chosen by chance: neighbours that provision at the same moment seldom meet.
            var port = RandomNumberGenerator.GetInt32(options.Value.PortFrom, options.Value.PortTo + 1);
            if (IsFree(port) && !await db.InstanceAllocations.AnyAsync(p => p.Port == port, cancellationToken))
                await TryReserveAsync(allocation, port, cancellationToken);
        }
    }

    private async Task TryReserveAsync(InstanceAllocation allocation, int port, CancellationToken cancellationToken)
    {
        allocation.Reserve(port, new Uri($"http://localhost:{port}"));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (UniqueConstraintException)
        {
            allocation.FreePort();
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
