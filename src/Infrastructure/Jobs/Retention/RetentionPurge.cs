using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Jobs.Retention;

/// <summary>Deletes what is over and past its time, a batch of each table in turn, so that much of one does not hold up the others.</summary>
internal sealed partial class RetentionPurge(
    NpgsqlDataSource database, IOptions<RetentionOptions> options, TimeProvider clock, ILogger<RetentionPurge> logger)
{
    /// <returns>How many rows of each table are gone.</returns>
    public async Task<IReadOnlyDictionary<string, int>> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var purged = new Dictionary<string, int>(StringComparer.Ordinal);
        var rules = RetentionRules.Of(options.Value);
        while (rules.Count > 0)
        {
            var more = new List<RetentionRule>();
            foreach (var rule in rules)
            {
                var deleted = await DeleteAsync(rule, now, cancellationToken);
                purged[rule.Table] = purged.GetValueOrDefault(rule.Table) + deleted;
                if (deleted == options.Value.Batch)
                    more.Add(rule);
            }

            rules = more;
        }

        return purged;
    }

    private async Task<int> DeleteAsync(RetentionRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = database.CreateCommand(rule.Delete, now - rule.KeepFor, options.Value.Batch);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The others go on; this one is tried again the next time.
            Failed(e, rule.Table);
            return 0;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Table} could not be purged")]
    private partial void Failed(Exception exception, string table);
}
