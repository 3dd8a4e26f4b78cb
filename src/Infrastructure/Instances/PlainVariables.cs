using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Instances;

/// <summary>
/// Encrypts the variables that were stored before variables were encrypted: SQL cannot, the keys are the process's. It remembers nothing, so
/// a start that is broken off is gone on with by the next.
/// </summary>
internal static class PlainVariables
{
    private const int Batch = 200;

    public static async Task EncryptAsync(AppDb db, ISecretProtector protector, CancellationToken cancellationToken)
    {
        while (await PlainAsync(db, cancellationToken) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                await db.Database.ExecuteSqlAsync(
                    $"update instances set environment_vars = {protector.Protect(row.Vars)} where id = {row.Id} and environment_vars = {row.Vars}",
                    cancellationToken);
            }
        }
    }

    private static Task<List<PlainRow>> PlainAsync(AppDb db, CancellationToken cancellationToken) => db.Database
        .SqlQuery<PlainRow>($"select id as \"Id\", environment_vars as \"Vars\" from instances where environment_vars like '{{%' order by id limit {Batch}")
        .ToListAsync(cancellationToken);

    private sealed record PlainRow(Guid Id, string Vars);
}
