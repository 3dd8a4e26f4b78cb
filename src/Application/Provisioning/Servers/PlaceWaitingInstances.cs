using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Servers;

/// <summary>
/// A server that was added, changed or is well again may be what instances wait for: those that it has room for are looked at now and not when
/// their pause is over, the oldest first.
/// </summary>
internal sealed class PlaceWaitingInstances(IAppDb db, TimeProvider clock) : IEventConsumer
{
    /// <summary>More come when their pause is over.</summary>
    public const int AtOnce = 100;

    public string Name => "place_waiting_instances";

    public IReadOnlyCollection<string> Events { get; } =
    [
        EventNames.NameOf(typeof(DatabaseServerAdded)), EventNames.NameOf(typeof(DatabaseServerChanged)), EventNames.NameOf(typeof(DatabaseServerRecovered)),
    ];

    public async Task ConsumeAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        var id = ((DatabaseServerEvent)recorded.Event).DatabaseServerId;
        var server = await db.DatabaseServers.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (server is null || server.Draining || server.Health == DatabaseServerHealth.Error)
            return;

        // What a shared server cannot help it is not asked for; a tenant's own helps all that wait for one, whatever they waited for before.
        var waiting = db.WaitingForServer();
        waiting = server.TenantId is { } owner
            ? waiting.Where(o => o.TenantId == owner)
            : waiting.Where(o => o.ErrorCode == AllocationRefusals.NoServer);
        var now = clock.GetUtcNow();
        var room = Math.Clamp(server.Capacity - server.Instances, 0, AtOnce);
        foreach (var operation in await waiting.OrderBy(o => o.Id).Take(room).ToListAsync(cancellationToken))
            operation.Resume(now);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new NotYetException("A worker is just looking at one of them.");
        }
    }
}
