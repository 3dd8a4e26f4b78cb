using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Backups.Restores;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups.Proofs;

/// <inheritdoc cref="IBackupProofs" />
internal sealed class BackupProofs(RestoredDatabase database, BootJob boot, IOptions<RestoreOptions> options) : IBackupProofs
{
    public async Task<ArchiveContents> ReadAsync(InstanceData copy, Stream archive, CancellationToken cancellationToken)
    {
        using var opened = await OdooArchive.OpenAsync(archive, options.Value.MostEntries, cancellationToken);
        var files = opened.Files.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count();
        return await database.UseAsync(copy, "its tables be counted", c => ReadAsync(c, files, cancellationToken), cancellationToken);
    }

    public Task BootAsync(InstanceData copy, BackupProofId proof, string password, CancellationToken cancellationToken) =>
        boot.RunAsync(copy, proof, password, cancellationToken);

    public Task EndAsync(InstanceData copy, CancellationToken cancellationToken) => boot.EndAsync(copy, cancellationToken);

    // A function of the dump's that is called as one of PostgreSQL's must not count in its place.
    private static async Task<ArchiveContents> ReadAsync(NpgsqlConnection connection, int files, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("SET search_path = pg_catalog", cancellationToken);
        return new(
            await SnapshotContents.ModulesAsync(connection, cancellationToken), await SnapshotContents.RowsAsync(connection, cancellationToken), files);
    }
}
