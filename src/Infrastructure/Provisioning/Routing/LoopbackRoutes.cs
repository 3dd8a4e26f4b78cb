using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Provisioning.Routing;

/// <summary>
/// Publishes each instance on a port of its own on the loopback interface of this host: the one it had last, or else one that the database
/// says is free. The unique index settles races.
/// </summary>
internal sealed class LoopbackRoutes(AppDb db, IOptions<ProvisioningOptions> options) : IRoutes
{
    private const int Batch = 64;

    public async Task ReserveAsync(InstanceAllocation allocation, CancellationToken cancellationToken)
    {
        var tried = new List<int>();
        while (allocation.Port is null)
        {
            var free = await FreeAsync(allocation.LastPort, tried, cancellationToken);
            if (free.Count == 0)
                throw new RefusedException("no_free_port", NoneLeft());

            foreach (var port in free.TakeWhile(_ => allocation.Port is null))
            {
                tried.Add(port);
                if (IsFree(port))
                    await TryReserveAsync(allocation, port, cancellationToken);
            }
        }
    }

    // In random order, so that those who look at the same moment seldom meet.
    private Task<List<int>> FreeAsync(int? last, List<int> tried, CancellationToken cancellationToken) => db.Database.SqlQuery<int>(
        $"""
        select port as "Value" from generate_series({options.Value.PortFrom}, {options.Value.PortTo}) as port
        where port <> all({tried}) and not exists (select from instance_allocations a where a.port = port.port)
        order by port <> {last ?? 0}, random() limit {Batch}
        """).ToListAsync(cancellationToken);

    private string NoneLeft() =>
        $"All ports for instances, {options.Value.PortFrom} to {options.Value.PortTo}, are in use at the moment. " +
        "Stopping an instance frees one; retry later, or ask support for more.";

    private async Task TryReserveAsync(InstanceAllocation allocation, int port, CancellationToken cancellationToken)
    {
        allocation.Reserve(port, new Uri($"http://localhost:{port}"));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (UniqueConstraintException)
        {
            allocation.LosePort();
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
