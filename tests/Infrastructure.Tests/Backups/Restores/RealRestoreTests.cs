using System.IO.Compression;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Backups.Restores;

/// <summary>A real archive of a real Odoo, restored, copied and started.</summary>
[Collection(RealOdooCollection.Name)]
public sealed partial class RealRestoreTests(RealOdoo odoo)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    // The templates that other tests of the collection build.
    [Theory]
    [InlineData("19.0", false)]
    [InlineData("14.0", true)]
    public async Task An_archive_is_restored_and_neutralised_and_Odoo_serves_it_with_or_without_files(string version, bool demo)
    {
        await using var services = odoo.WithBackups();
        var (spec, archive) = await ArchiveAsync(services, version, demo);
        await using var restored = await RestoredData.NewAsync(odoo, services, version);
        (await restored.Restores.IsLoadedAsync(restored.Data, restored.Instance, CancellationToken.None)).ShouldBeFalse();

        await restored.LoadDatabaseAsync(archive);
        await restored.LoadFilesAsync(archive);

        (await restored.Restores.IsLoadedAsync(restored.Data, restored.Instance, CancellationToken.None)).ShouldBeTrue();
        (await restored.ReadAsync("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")).ShouldBe([restored.Data.Role]);
        (await restored.ReadAsync("SELECT count(*) FROM pg_roles WHERE rolname LIKE '%\\_load\\_%' AND starts_with(rolname, '" + restored.Data.Role + "')")).ShouldBe(["0"]);
        (await restored.ReadAsync($"SELECT datacl::text || datconnlimit FROM pg_database WHERE datname = '{restored.Data.Database}'"))
            .ShouldBe([$"{{{restored.Data.Role}=CTc/{restored.Data.Role}}}-1"]);
        restored.Said.ShouldNotContain(s => s.Contains("lacks", StringComparison.Ordinal));

        var before = await restored.ReadAsync("SELECT value FROM ir_config_parameter WHERE key IN ('database.uuid', 'database.secret') ORDER BY 1");
        await CopyAsync(restored);
        var after = await restored.ReadAsync("SELECT value FROM ir_config_parameter WHERE key IN ('database.uuid', 'database.secret') ORDER BY 1");
        after.Intersect(before).ShouldBeEmpty();
        await CopyAsync(restored);
        (await restored.ReadAsync("SELECT value FROM ir_config_parameter WHERE key IN ('database.uuid', 'database.secret') ORDER BY 1")).ShouldBe(after);
        (await restored.ReadAsync("SELECT count(*) FROM ir_cron WHERE active")).ShouldBe(["1"]);
        (await restored.ReadAsync("SELECT count(*) FROM mail_mail WHERE state = 'cancel'")).ShouldBe(["200"]);

        await ServesAsync(spec, restored);
        await using var without = await RestoredData.NewAsync(odoo, services, version, generation: 2);
        WithoutFiles(archive);
        await without.LoadDatabaseAsync(archive);
        await without.LoadFilesAsync(archive);
        without.Said.ShouldContain(s => s.StartsWith("The archive lacks the files of ", StringComparison.Ordinal));
        await ServesAsync(spec, without);
    }

    private async Task ServesAsync(TemplateSpec spec, RestoredData restored)
    {
        await using var running = await odoo.StartAsync(spec, restored.Data.Database, restored.Data.Role, restored.Password, restored.Data.Volume);
        var page = await running.ReadAsync("/web/login");
        (await running.ReadAsync(Asset().Match(page).Value)).Length.ShouldBeGreaterThan(1000);
        (await running.AuthenticateAsync(restored.Data.Database, RealArchive.Login, RealArchive.Password)).ShouldBe(2);
    }

    private static void WithoutFiles(MemoryStream archive)
    {
        using var zip = new ZipArchive(archive, ZipArchiveMode.Update, leaveOpen: true);
        foreach (var file in zip.Entries.Where(e => e.FullName.StartsWith("filestore/", StringComparison.Ordinal)).ToList())
            file.Delete();
    }

    private static Task CopyAsync(RestoredData restored) => restored.Restores.MakeCopyAsync(
        restored.Data, new(restored.Instance, new("https://copy.example.com"), Neutralise: true, Now), CancellationToken.None);

    // With fifty due actions, and a table of mails that the module mail would bring.
    private async Task<(TemplateSpec Spec, MemoryStream Archive)> ArchiveAsync(ServiceProvider services, string version, bool demo)
    {
        var source = await RealArchive.SourceAsync(odoo, version, demo);
        await odoo.Host.ExecuteAsync(
            $"""
            SET ROLE {source.Data.Role};
            CREATE TEMP TABLE due AS SELECT * FROM ir_cron ORDER BY id LIMIT 1;
            DO $$ BEGIN FOR n IN 1..50 LOOP
                UPDATE due SET id = 100000 + n, active = true, nextcall = now() - interval '1 day';
                INSERT INTO ir_cron SELECT * FROM due;
            END LOOP; END $$;
            CREATE TABLE mail_mail (id serial PRIMARY KEY, state varchar);
            INSERT INTO mail_mail (state) SELECT 'outgoing' FROM generate_series(1, 200)
            """,
            source.Data.Database);
        return (source.Spec, (await source.ArchiveAsync(services)).Archive);
    }

    [GeneratedRegex("/web/(assets|content)/[^\"]+\\.css", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Asset();
}
