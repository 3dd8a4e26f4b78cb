using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Backups.Proofs;

/// <summary>
/// The proofs that are due, shared evenly among tenants. A queue of its own and no operations: an instance that is tried out is not touched, and
/// nothing its owner asks for waits.
/// </summary>
internal sealed class ProofQueue(NpgsqlDataSource database, IOptions<ProofOptions> options, TimeProvider clock)
    : LeasedQueue(database, Table with { PerGroup = options.Value.AtOnce }, Lease, clock)
{
    public const string Pending = "status in ('waiting', 'running')";

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    // All are one group, so that its limit holds for all processes together.
    public static QueueTable Table { get; } = new("backup_proofs", Topics.BackupProofs, Pending) { Partition = "tenant_id", Group = "'all'::text" };
}
