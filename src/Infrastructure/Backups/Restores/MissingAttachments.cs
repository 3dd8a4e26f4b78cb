using Npgsql;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Infrastructure.Provisioning.Databases;

namespace SaaSOdoo.Infrastructure.Backups.Restores;

/// <summary>What a database says of files that its archive does not have.</summary>
internal sealed class MissingAttachments(RestoredDatabase database)
{
    private const int MostFiles = 5_000_000;

    // The second is of versions before 16.
    private const string Asset = "(url LIKE '/web/assets/%' OR url LIKE '/web/content/%-%/%assets%')";

    /// <summary>Counts them, and lets Odoo build the pages' styles and scripts anew when those are among them: it answers with an error otherwise.</summary>
    public async Task SettleAsync(InstanceData target, IReadOnlySet<string> found, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var missing = await database.UseAsync(target, "its attachments be read", c => SettleAsync(c, found, cancellationToken), cancellationToken);
        if (missing > 0)
            progress.Report($"The archive lacks the files of {missing} attachments");
    }

    private static async Task<int> SettleAsync(NpgsqlConnection connection, IReadOnlySet<string> found, CancellationToken cancellationToken)
    {
        if (!await HasAttachmentsAsync(connection, cancellationToken))
            return 0;

        var (missing, assets) = (0, false);
        await using (var command = new NpgsqlCommand(
            $"""
            SELECT left(store_fname, 100), coalesce({Asset}, false) FROM public.ir_attachment
            WHERE store_fname IS NOT NULL LIMIT {MostFiles}
            """,
            connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                if (found.Contains(reader.GetString(0)))
                    continue;
                missing++;
                assets |= reader.GetBoolean(1);
            }
        }

        if (assets)
            await connection.ExecuteAsync($"DELETE FROM public.ir_attachment WHERE {Asset}", cancellationToken);
        return missing;
    }

    private static async Task<bool> HasAttachmentsAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.QueryAsync("SELECT to_regclass('public.ir_attachment') IS NOT NULL", r => r.GetBoolean(0), cancellationToken)).Single();
}
