using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.TestKit.Odoo;

/// <summary>Removes from the instances' server what a platform made for its instances and templates.</summary>
internal static class OdooDatabases
{
    public static async Task DropAllAsync(PostgresServer platformServer, string platform, PostgresServer server)
    {
        var names = await platformServer.ColumnAsync(
            "select 'odoo_' || right(replace(id::text, '-', ''), 12) from instances union select database from odoo_templates", platform);
        // Restores give an instance databases of other names, which end with its id as well.
        var later = (await server.ColumnAsync("select datname from pg_database where datname ~ '^odoo_g[0-9]+_'"))
            .Where(d => names.Contains($"odoo_{d[^12..]}", StringComparer.Ordinal));
        foreach (var name in names.Concat(later))
        {
            if (await server.ColumnAsync($"select 1 from pg_database where datname = '{name}'") is { Count: > 0 })
                await server.ExecuteAsync($"ALTER DATABASE \"{name}\" IS_TEMPLATE false");
            await server.DropDatabaseAsync(name);
        }

        // Afterwards: a role may have been granted something in another's database.
        foreach (var name in names)
            await server.ExecuteAsync($"DROP ROLE IF EXISTS \"{name}\"");
    }
}
