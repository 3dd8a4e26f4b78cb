using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Operations;

/// <param name="Fence">Grew with this claim; whoever holds an older one may not write.</param>
internal sealed record Claim(OperationId Id, int Fence);

/// <summary>The operations table as a queue: each claim is one statement that no other worker can share.</summary>
internal sealed class OperationQueue(NpgsqlDataSource database, IOptions<OperationOptions> options, TimeProvider clock)
{
    public string Owner { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.CreateVersion7().ToString("N")[^8..]}";

    /// <summary>When a worker of this process last reached the queue, to look for work or to say that it is alive.</summary>
    public DateTimeOffset LastContact { get; private set; } = clock.GetUtcNow();

    /// <summary>Takes the oldest operation that is due, or whose worker died. Null when there is none.</summary>
    /// <remarks>An operation waits while the worker of a cancelled one of the same instance still holds its lease: two never touch one instance.</remarks>
    public async Task<Claim?> ClaimAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            """
            update operations set status = 'running', lease_owner = $1, lease_until = $2, fence = fence + 1, attempt = attempt + 1,
                   started_at = coalesce(started_at, $3)
            where id = (
                select o.id from operations o
                where o.status in ('queued', 'running') and o.run_after <= $3
                  and (o.status = 'queued' or o.lease_until < $3)
                  and not exists (select 1 from operations other
                                  where other.instance_id = o.instance_id and other.id <> o.id and other.lease_until > $3)
                order by o.run_after limit 1 for update skip locked)
            returning id, fence
            """,
            Owner, now + options.Value.Lease, now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        LastContact = now;
        return await reader.ReadAsync(cancellationToken) ? new(new(reader.GetGuid(0)), reader.GetInt32(1)) : null;
    }

    /// <summary>Says the worker is alive. False: the operation is not its own any more.</summary>
    public async Task<bool> ExtendAsync(Claim claim, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            "update operations set lease_until = $1 where id = $2 and fence = $3 and status = 'running'",
            now + options.Value.Lease, claim.Id.Value, claim.Fence);
        var extended = await command.ExecuteNonQueryAsync(cancellationToken) == 1;
        LastContact = now;
        return extended;
    }

    /// <summary>After a cancelled operation: the worker has let go, the one that takes its place may begin.</summary>
    public async Task LetGoAsync(Claim claim, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            with freed as (
                update operations set lease_owner = null, lease_until = null
                where id = $1 and lease_owner = $2 and status = 'cancelled' returning id)
            select pg_notify($3, id::text) from freed
            """,
            claim.Id.Value, Owner, NotificationChannel.Name);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
