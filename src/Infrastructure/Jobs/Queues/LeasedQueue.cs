using Npgsql;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Jobs.Queues;

/// <summary>
/// A table as a queue: each row is one worker's until its lease is over. Each verb is one statement, on a connection of its own. What became
/// of a row is saved by its aggregate, under the fence.
/// </summary>
internal abstract class LeasedQueue(NpgsqlDataSource database, QueueTable table, TimeSpan duration, TimeProvider clock)
{
    private const int Tries = 8;
    private readonly QueueSql sql = new(table);

    /// <summary>Stands in the rows that this process has leased from this queue.</summary>
    public string Owner { get; } = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.CreateVersion7().ToString("N")[^8..]}";

    public string Topic => table.Topic;

    /// <summary>How long a claim holds unless it is extended.</summary>
    public TimeSpan Duration => duration;

    /// <summary>When a worker of this process last reached the queue, to look for work or to say that it is alive.</summary>
    public DateTimeOffset LastContact { get; private set; } = clock.GetUtcNow();

    /// <summary>Takes rows that are due or whose worker died: of the partitions that have least, the oldest first.</summary>
    /// <returns>At most <paramref name="limit"/>; none when nothing is due, or only what is at its limit.</returns>
    public async Task<IReadOnlyList<Lease>> ClaimAsync(int limit, CancellationToken cancellationToken)
    {
        var passed = new List<string>();
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var (leases, seen) = await TakeAsync(limit, passed, cancellationToken);
            LastContact = clock.GetUtcNow();
            if (leases.Count > 0 || seen.Count == 0)
                return leases;

            // Others took all that was due of these partitions in the same instant; there may be more of the next ones.
            passed.AddRange(seen);
        }

        return [];
    }

    /// <summary>Takes one row; null when nothing is due.</summary>
    public async Task<Lease?> ClaimAsync(CancellationToken cancellationToken) => (await ClaimAsync(1, cancellationToken)).SingleOrDefault();

    /// <summary>Says the worker is alive.</summary>
    /// <returns>The leases it has lost.</returns>
    public async Task<IReadOnlyList<Lease>> ExtendAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            sql.Extend, leases.Select(l => l.Id).ToArray(), leases.Select(l => l.Fence).ToArray(), Owner, duration);
        var held = new HashSet<Guid>();
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                held.Add(reader.GetGuid(0));
        }

        LastContact = clock.GetUtcNow();
        return [.. leases.Where(l => !held.Contains(l.Id))];
    }

    /// <summary>Gives rows back unfinished, for another worker to take at once. Does nothing where the lease was lost.</summary>
    public async Task ReleaseAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            sql.Release, leases.Select(l => l.Id).ToArray(), Owner, NotificationChannel.Name, $"{table.Topic}:", leases.Select(l => l.Fence).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Lets go of a row that somebody else ended while this worker was at it: what excludes it may begin.</summary>
    public async Task LetGoAsync(Lease lease, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql.LetGo, lease.Id, Owner, NotificationChannel.Name, $"{table.Topic}:", lease.Fence);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>How long until a row is due that is not yet; null when there is none.</summary>
    public async Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql.NextDue);
        return await command.ExecuteScalarAsync(cancellationToken) as TimeSpan?;
    }

    private async Task<(List<Lease> Leases, List<string> Seen)> TakeAsync(int limit, List<string> passed, CancellationToken cancellationToken)
    {
        await using var command = table.Partition is null
            ? database.CreateCommand(sql.Claim, limit, Owner, duration)
            : database.CreateCommand(sql.Claim, limit, Owner, duration, passed.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (leases, seen) = (new List<Lease>(), new List<string>());
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.IsDBNull(2))
                leases.Add(new(reader.GetGuid(0), reader.GetInt32(1)));
            else
                seen.Add(reader.GetString(2));
        }

        return (leases, seen);
    }
}
