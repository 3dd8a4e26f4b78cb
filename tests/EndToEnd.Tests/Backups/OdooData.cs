using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Backups;

/// <summary>What a customer leaves in an Odoo, in its database and among its files, and how it is found again.</summary>
internal static class OdooData
{
    private const string Content = "kept among the files";

    /// <summary>Of the content: Odoo names the file by it.</summary>
    private const string Sha1 = "bba28df7ce4a40c56a5cd9a8080be128bf8b11a2";

    /// <summary>Names the company, and attaches a file as Odoo does.</summary>
    public static async Task WriteAsync(OdooPlatform platform, OdooInstance instance, string company)
    {
        var database = await instance.CurrentDatabaseAsync();
        await platform.Postgres.ColumnAsync($"update res_company set name = '{company}' returning 1", database);
        var file = $"/var/lib/odoo/filestore/{database}/{Sha1[..2]}/{Sha1}";
        await DockerCommand.RunAsync("exec", instance.Container, "sh", "-c", $"mkdir -p $(dirname {file}) && printf '%s' '{Content}' >{file}");
        await platform.Postgres.ColumnAsync(
            $"""
            insert into ir_attachment (name, type, store_fname, checksum, file_size, mimetype, res_id, create_date, write_date)
            select 'kept.txt', 'binary', '{Sha1[..2]}/{Sha1}', '{Sha1}', {Content.Length}, 'text/plain', 0, now(), now()
            where not exists (select from ir_attachment where name = 'kept.txt') returning 1
            """,
            database);
    }

    /// <summary>The company's name, what is in the attached file, and how many have it.</summary>
    public static async Task<string> ReadAsync(OdooPlatform platform, OdooInstance instance)
    {
        var database = await instance.CurrentDatabaseAsync();
        var company = string.Join(',', await platform.Postgres.ColumnAsync("select name from res_company", database));
        var names = await platform.Postgres.ColumnAsync("select store_fname from ir_attachment where name = 'kept.txt'", database);
        var content = await DockerCommand.RunAsync("exec", instance.Container, "cat", $"/var/lib/odoo/filestore/{database}/{string.Join(',', names)}");
        return $"{company}: {content}";
    }

    public static string Of(string company) => $"{company}: {Content}";
}
