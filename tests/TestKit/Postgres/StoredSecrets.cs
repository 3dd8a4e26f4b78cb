using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Secrets;
using Shouldly;

namespace SaaSOdoo.TestKit.Postgres;

/// <summary>
/// Searches every column of the database for encrypted values: one outside the list would not be encrypted anew when the key changes, and
/// be lost with the old key. Run where a test has stored something of everything.
/// </summary>
public static class StoredSecrets
{
    public static async Task ShouldAllBeListedAsync(PlatformDatabase database)
    {
        await using var db = database.NewDb();
        var listed = SecretColumns.Of(db.Model).Select(c => $"{c.Table}.{c.Column}").ToList();
        listed.ShouldNotBeEmpty();
        (await FoundAsync(db)).Except(listed, StringComparer.Ordinal)
            .ShouldBeEmpty("These columns hold encrypted values: mark them with IsSecret() in their configuration.");
    }

    /// <summary>Columns in which a value begins like an encrypted one, or holds one.</summary>
    public static async Task<List<string>> FoundAsync(AppDb db)
    {
        var columns = await db.Database.SqlQuery<string>(
            $"""
            select format('select %L as "Value" where exists (select 1 from %I where %I::text like %L)',
                table_name || '.' || column_name, table_name, column_name, {$"%{ProtectedValue.Prefix}%"}) as "Value"
            from information_schema.columns
            where table_schema = 'public' and data_type in ('text', 'character varying', 'jsonb', 'json', 'ARRAY')
            """).ToListAsync();
        columns.Count.ShouldBeGreaterThan(50);
        return await db.Database.SqlQueryRaw<string>(string.Join(" union all ", columns)).ToListAsync();
    }
}
