using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Provisioning.Servers;

/// <summary>Looks at the database servers whose turn it is, all at the same time, and records what it finds. One that hangs holds up no other.</summary>
public sealed partial class DatabaseServerChecks(
    IAppDb db, IDatabaseServerProbe probe, TimeProvider clock, ILogger<DatabaseServerChecks> logger)
{
    /// <summary>More are due the next time.</summary>
    private const int AtOnce = 50;

    public async Task CheckDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await db.DatabaseServers.AsNoTracking().Where(s => s.Check.NextCheckAt <= now).OrderBy(s => s.Check.NextCheckAt).Take(AtOnce)
            .ToListAsync(cancellationToken);
        var found = await Task.WhenAll(due.Select(async s => (s.Id, Fault: await probe.FindFaultAsync(s, isNew: false, cancellationToken))));
        foreach (var (id, fault) in found)
            await db.TryOneAsync(
                token => db.InTransactionAsync(inner => RecordAsync(id, fault, inner), token), e => NotRecorded(e, id.Value), cancellationToken);
    }

    // Under its lock: the count of its instances, and operators, change the same row.
    private async Task RecordAsync(DatabaseServerId id, DatabaseServerFault? fault, CancellationToken cancellationToken)
    {
        await db.LockDatabaseServerAsync(id, cancellationToken);
        var server = await db.DatabaseServers.Include(s => s.Check).SingleAsync(s => s.Id == id, cancellationToken);
        if (fault is null)
            server.Recover(clock.GetUtcNow());
        else
            server.Fail(fault.Code, fault.Detail, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "What was found of the database server {Server} could not be recorded; it is looked at again")]
    private partial void NotRecorded(Exception exception, Guid server);
}
