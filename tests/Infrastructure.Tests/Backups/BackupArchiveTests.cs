using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Containers;
using SaaSOdoo.TestKit;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

/// <summary>The archive is of one moment, whatever happens meanwhile, and nothing is left of its making.</summary>
public sealed class BackupArchiveTests(ArchivedInstance instance) : IClassFixture<ArchivedInstance>
{
    private static readonly byte[] Text = [.. Enumerable.Repeat("packs well "u8.ToArray(), 20_000).SelectMany(b => b)];
    private static readonly byte[] Picture = RandomNumberGenerator.GetBytes(150_000);

    [Fact]
    public async Task It_holds_the_dump_the_files_that_attachments_name_and_Odoos_manifest()
    {
        byte[][] contents = [Text, Picture, []];
        var data = await instance.NewAsync(contents);
        await instance.PutAsync(data, [ArchivedInstance.File($"filestore/{data.Database}/{ArchivedInstance.PathOf([1])}", [1]), ArchivedInstance.File("sessions/s", [2])]);

        var (zip, manifest) = await instance.ArchiveAsync(data);

        string[] files = [.. contents.Select(c => $"filestore/{ArchivedInstance.PathOf(c)}")];
        zip.Entries.Select(e => e.FullName).Order().ShouldBe(["dump.sql", .. files.Order(), "manifest.json"]);
        foreach (var content in contents)
            (await zip.ReadAsync($"filestore/{ArchivedInstance.PathOf(content)}")).ShouldBe(content);
        zip.GetEntry(files[0])!.CompressedLength.ShouldBeLessThan(Text.Length / 10);
        zip.GetEntry(files[1])!.CompressedLength.ShouldBe(Picture.Length);

        var dump = await zip.TextAsync("dump.sql");
        dump.ShouldContain("COPY public.ir_attachment");
        dump.ShouldNotContain("OWNER TO");
        var json = JsonNode.Parse(await zip.TextAsync("manifest.json"))!;
        json["odoo_dump"]!.GetValue<string>().ShouldBe("1");
        json["db_name"]!.GetValue<string>().ShouldBe(data.Database);
        json["version_info"]!.ToJsonString().ShouldBe("""[19,0,0,"final",0,""]""");
        json["major_version"]!.GetValue<string>().ShouldBe("19.0");
        json["pg_version"]!.GetValue<string>().ShouldBe($"{manifest.PostgresMajor}.0");
        json["modules"]!.ToJsonString().ShouldBe("""{"base":"19.0.1.3","web":""}""");

        (manifest.Files, manifest.FileBytes, manifest.MissingFiles).ShouldBe((3, Text.Length + Picture.Length, 0));
        manifest.DumpBytes.ShouldBe(zip.GetEntry("dump.sql")!.Length);
        manifest.Rows.ShouldBe(new Dictionary<string, long> { ["ir_attachment"] = 3, ["ir_module_module"] = 3, ["res_users"] = 2 }, ignoreOrder: true);
        await NothingLeftAsync(data);
    }

    [Fact]
    public async Task Files_that_are_missing_or_are_no_files_or_lie_elsewhere_are_counted_and_not_followed()
    {
        var data = await instance.NewAsync([1], [2]);
        var (gone, link) = (ArchivedInstance.PathOf([3]), ArchivedInstance.PathOf([4]));
        foreach (var path in new[] { gone, link, "../../../../etc/passwd" })
            await instance.Host.ExecuteAsync($"INSERT INTO ir_attachment (store_fname) VALUES ('{path}')", data.Database);
        await instance.PutAsync(data, [new(TarEntryType.SymbolicLink, $"filestore/{data.Database}/{link}") { LinkName = "/etc/passwd" }]);

        var (zip, manifest) = await instance.ArchiveAsync(data);

        (manifest.Files, manifest.MissingFiles).ShouldBe((2, 3));
        zip.Entries.Count(e => e.FullName.StartsWith("filestore/", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Files_whose_attachments_go_while_it_is_made_are_in_it_as_are_their_attachments()
    {
        var contents = Enumerable.Range(0, 250).Select(i => BitConverter.GetBytes(i)).ToList();
        var data = await instance.NewAsync(contents);
        var collected = true;

        var (zip, manifest) = await instance.ArchiveAsync(data, async () =>
        {
            await instance.Host.ExecuteAsync("DELETE FROM ir_attachment WHERE id % 2 = 0; INSERT INTO res_users (login) VALUES ('written-meanwhile')", data.Database);
            collected = await CollectAsync(data);
        });

        collected.ShouldBeFalse();
        manifest.Files.ShouldBe(250);
        (await zip.TextAsync("dump.sql")).Split('\n').Count(l => l.Contains("\ta\t", StringComparison.Ordinal)).ShouldBe(250);
        (await zip.TextAsync("dump.sql")).ShouldNotContain("written-meanwhile");
        foreach (var content in contents)
            (await zip.ReadAsync($"filestore/{ArchivedInstance.PathOf(content)}")).ShouldBe(content);
        (await CollectAsync(data)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_watch_over_sessions_ends_others_of_the_instance_but_not_a_backup()
    {
        var data = await instance.NewAsync([1]);
        await using var process = instance.Process(("Provisioning:Sessions:IdleInTransaction", "00:00:00.05"));
        var watch = process.GetRequiredService<IServerSessions>();
        await using var idle = await LogInAsync(data);
        await RunAsync(idle, "BEGIN; SELECT 1");

        var ended = new List<EndedSessions>();
        var (_, manifest) = await instance.ArchiveAsync(data, () => Eventually.BecomesTrueAsync(async () =>
        {
            ended.AddRange((await watch.EndHarmfulAsync(instance.Server, default)).Where(e => e.Role == data.Role));
            return ended.Count > 0;
        }), process);

        ended.ShouldBe([new EndedSessions(data.Role, Domain.Instances.SessionEndReason.IdleInTransaction, 1)]);
        manifest.Files.ShouldBe(1);
    }

    [Fact]
    public async Task A_database_whose_attachments_are_locked_for_long_is_said_to_be_busy()
    {
        var data = await instance.NewAsync();
        await using var process = instance.Process(("Backups:LockTimeout", "00:00:00.05"), ("Backups:Attempts", "1"));
        await using var other = await LogInAsync(data);
        await RunAsync(other, "BEGIN; LOCK TABLE ir_attachment IN SHARE MODE");

        await RefusedAsync(data, process, "backup_failed", "busy");
    }

    [Fact]
    public async Task Without_the_servers_own_dump_tool_the_version_that_is_needed_is_said()
    {
        var data = await instance.NewAsync();
        await using var missing = instance.Process(("Backups:PgDump", "/nowhere/{major}/pg_dump"));
        await using var other = instance.Process(("Backups:PgDump", "/bin/echo"));

        await RefusedAsync(data, missing, "dump_tool_missing", "pg_dump of PostgreSQL 1");
        await RefusedAsync(data, other, "dump_tool_missing", "the configured one says: echo");
    }

    [Fact]
    public async Task A_value_too_large_to_be_dumped_is_found_first()
    {
        var data = await instance.NewAsync();
        await instance.Host.ExecuteAsync("INSERT INTO ir_attachment (db_datas) VALUES (convert_to(repeat('x', 3000000), 'UTF8'))", data.Database);
        await using var process = instance.Process(("Backups:LargestRowBytes", "2000000"));

        await RefusedAsync(data, process, "backup_too_large", "Attachment 1 ");
    }

    [Fact]
    public async Task What_is_no_database_of_Odoos_is_refused_and_no_code_of_its_owners_runs()
    {
        var data = await instance.NewAsync();
        await instance.Host.ExecuteAsync(
            """
            ALTER TABLE ir_attachment RENAME TO other;
            CREATE FUNCTION trap() RETURNS bool LANGUAGE plpgsql AS 'BEGIN INSERT INTO res_users (login) VALUES (''trapped''); RETURN true; END';
            CREATE VIEW ir_attachment AS SELECT * FROM other WHERE trap()
            """,
            data.Database);

        await RefusedAsync(data, instance.Services, "backup_failed", "not a database of Odoo");
    }

    [Fact]
    public async Task A_dump_that_fails_says_why_without_what_it_was_called_with()
    {
        var data = await instance.NewAsync();
        // Not even its owner's member may read it.
        await instance.Host.ExecuteAsync("CREATE TABLE secret_of_another (id int)", data.Database);

        var refused = await RefusedAsync(data, instance.Services, "backup_failed", "permission denied for table secret_of_another");

        refused.Message.ShouldNotContain(instance.Host.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        refused.Message.ShouldNotContain("_dump_");
    }

    [Fact]
    public async Task A_cancelled_backup_ends_the_tool_and_leaves_nothing()
    {
        var data = await instance.NewAsync([1]);
        using var stop = new CancellationTokenSource();
        var sink = new HookedStream(new MemoryStream(), () => stop.CancelAsync());
        await instance.Host.ExecuteAsync("INSERT INTO ir_attachment (index_content) SELECT repeat(md5(g::text), 100) FROM generate_series(1, 2000) g", data.Database);

        await Should.ThrowAsync<OperationCanceledException>(
            instance.Services.GetRequiredService<IBackupArchives>().WriteAsync(data, sink, new Progress<string>(), stop.Token));

        await NothingLeftAsync(data);
    }

    [Fact]
    public async Task A_backup_that_takes_too_long_is_ended()
    {
        var data = await instance.NewAsync();
        await using var process = instance.Process(("Backups:TimeLimit", "00:00:01"), ("Backups:LockTimeout", "00:05:00"));
        await using var other = await LogInAsync(data);
        await RunAsync(other, "BEGIN; LOCK TABLE res_users IN ACCESS EXCLUSIVE MODE");

        await RefusedAsync(data, process, "backup_failed", "took longer than 00:00:01");
    }

    [Fact]
    public async Task What_an_attempt_that_died_left_is_ended_by_the_next()
    {
        var data = await instance.NewAsync([1]);
        await instance.Host.ExecuteAsync($"CREATE ROLE {data.Role}_dump_0123abcd LOGIN PASSWORD 'x' IN ROLE {data.Role}");
        await using var old = await LogInAsync(data, $"{data.Role}_dump_0123abcd", "x");
        await RunAsync(old, "BEGIN; LOCK TABLE ir_attachment IN SHARE MODE");

        (await instance.ArchiveAsync(data)).Manifest.Files.ShouldBe(1);

        await NothingLeftAsync(data);
    }

    private async Task<RefusedException> RefusedAsync(InstanceData data, ServiceProvider process, string code, string words)
    {
        var refused = await Should.ThrowAsync<RefusedException>(instance.ArchiveAsync(data, process: process));
        refused.Code.ShouldBe(code);
        refused.Message.ShouldContain(words);
        await NothingLeftAsync(data);
        return refused;
    }

    private async Task NothingLeftAsync(InstanceData data)
    {
        (await instance.Host.ColumnAsync($"SELECT rolname FROM pg_roles WHERE rolname LIKE '{data.Role}\\_%'")).ShouldBeEmpty();
        (await instance.Docker.InspectAsync(data.Volume + ".backup")).ShouldBeNull();
        await Eventually.BecomesTrueAsync(async () => (await instance.Host.ColumnAsync(
            $"SELECT pid FROM pg_stat_activity WHERE datname = '{data.Database}' AND usename LIKE '%\\_dump\\_%'")).Count == 0);
    }

    /// <summary>As Odoo does it: under a lock, and not at all when it does not get it soon.</summary>
    private async Task<bool> CollectAsync(InstanceData data)
    {
        await using var odoo = await LogInAsync(data);
        try
        {
            await RunAsync(odoo, "BEGIN; SET LOCAL lock_timeout = '300ms'; LOCK ir_attachment IN SHARE MODE");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }

        var kept = await instance.Host.ColumnAsync("SELECT store_fname FROM ir_attachment", data.Database);
        await instance.Docker.ShellAsync(
            $"cd /data/filestore/{data.Database} && for f in */*; do case ' {string.Join(' ', kept)} ' in *\" $f \"*) ;; *) busybox rm $f;; esac; done",
            new VolumeMount(data.Volume, "/data"));
        return true;
    }

    private Task<NpgsqlConnection> LogInAsync(InstanceData data, string? role = null, string password = "role-password") =>
        instance.Host.LogInAsync(data.Database, role ?? data.Role, password);

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
