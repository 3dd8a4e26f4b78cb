using Microsoft.EntityFrameworkCore;
using Npgsql;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Secrets;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Secrets;

public sealed class SecretRotationTests : OperationHostTest
{
    private ISecretProtector Protector => Host.Get<ISecretProtector>();

    [Fact]
    public async Task Rotation_reencrypts_every_secret_so_that_the_old_key_can_be_deleted()
    {
        await FillAsync(rows: 3);
        var old = Host.Get<SecretKeys>().InUse;
        await using var other = new OperationHost(Database);
        other.Get<ISecretProtector>().Unprotect(Protector.Protect("known")).ShouldBe("known");

        var rotated = await RotateAsync();

        var fresh = Host.Get<SecretKeys>().InUse;
        fresh.ShouldNotBe(old);
        rotated.Remaining.ShouldBe(Rotated * 3);
        rotated.Keys.Select(k => (k.Id, k.InUse)).ShouldBe([(fresh, true), (old, false)]);
        await ReadsAllAsync(Host);
        // The other process remembers the ring as it was.
        other.Get<ISecretProtector>().Unprotect(Protector.Protect("new")).ShouldBe("new");
        await TestKit.Eventually.BecomesTrueAsync(() => Task.FromResult(ProtectedValue.KeyOf(other.Get<ISecretProtector>().Protect("")) == fresh));

        await Host.Get<SecretRotation>().RunAsync(default);

        var done = await Host.Get<ISecretKeys>().ReadAsync(default);
        (done.Remaining, done.Keys.Single(k => k.Id == fresh).Secrets, done.Keys.Single(k => k.Id == old).Secrets)
            .ShouldBe((0, Rotated * 3, 3), "kept answers are not encrypted anew: they expire");
        await Host.ExecuteAsync("delete from idempotency_keys");
        (await Host.Get<ISecretKeys>().ReadAsync(default)).Keys.Single(k => k.Id == old).Secrets.ShouldBe(0);
        await Host.ExecuteAsync($"delete from data_protection_keys where name = 'key-{old}'");
        await using var restarted = new OperationHost(Database);
        await ReadsAllAsync(restarted, except: "idempotency_keys");
    }

    [Fact]
    public async Task Rotated_key_is_used_by_another_process_after_the_notification()
    {
        await using var other = new OperationHost(Database);
        var old = ProtectedValue.KeyOf(other.Get<ISecretProtector>().Protect(""));
        await other.StartAsync<NotificationListener>();
        await other.StartAsync<KeyRingWatch>();

        await RotateAsync();

        var fresh = Host.Get<SecretKeys>().InUse;
        fresh.ShouldNotBe(old);
        await TestKit.Eventually.BecomesTrueAsync(() => Task.FromResult(ProtectedValue.KeyOf(other.Get<ISecretProtector>().Protect("")) == fresh));
    }

    [Fact]
    public async Task Interrupted_rotation_can_be_resumed()
    {
        await FillAsync(rows: 1100);
        await RotateAsync();
        using var breaking = new CancellationTokenSource();
        var running = Task.Run(() => Host.Get<SecretRotation>().RunAsync(breaking.Token));
        await TestKit.Eventually.BecomesTrueAsync(async () => (await Host.Get<ISecretKeys>().ReadAsync(default)).Remaining < Rotated * 1100);
        await breaking.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        (await Host.Get<ISecretKeys>().ReadAsync(default)).Remaining.ShouldBeGreaterThan(0);
        await ReadsAllAsync(Host);

        await Host.Get<SecretRotation>().RunAsync(default);

        (await Host.Get<ISecretKeys>().ReadAsync(default)).Remaining.ShouldBe(0);
        await ReadsAllAsync(Host);
    }

    [Fact]
    public async Task Rotation_never_overwrites_a_concurrent_update()
    {
        const int rows = 300;
        await FillAsync(rows, only: "mails");
        var stale = Protector.Protect("changed");
        await RotateAsync();

        var writing = Task.Run(async () =>
        {
            // Backwards, towards the rotation; under the old key, as a process does that has not heard of the new one.
            for (var n = rows - 1; n >= 0; n--)
                await UpdateAsync($"{n}", stale);
        });
        await Host.Get<SecretRotation>().RunAsync(default);
        await writing;
        await Host.Get<SecretRotation>().RunAsync(default);

        var values = await Host.ReadAsync(db => db.Database.SqlQuery<string>($"select content as \"Value\" from mails").ToListAsync());
        values.Count.ShouldBe(rows);
        values.Select(Protector.Unprotect).ShouldAllBe(v => v == "changed");
        (await Host.Get<ISecretKeys>().ReadAsync(default)).Remaining.ShouldBe(0);
    }

    [Fact]
    public async Task Unreadable_secret_does_not_block_the_rotation_of_the_others()
    {
        await FillAsync(rows: 2, only: "mails");
        await UpdateAsync("0", Protector.Protect("x")[..^4] + "AAAA");
        await RotateAsync();

        await Host.Get<SecretRotation>().RunAsync(default);

        (await Host.Get<ISecretKeys>().ReadAsync(default)).Remaining.ShouldBe(1);
    }

    [Fact]
    public async Task Repeated_reads_of_damaged_secrets_or_lost_keys_do_not_reload_the_key_ring()
    {
        var whole = Protector.Protect("x");
        var damaged = whole[..^4] + "AAAA";
        var orphan = whole[..10] + "AAAA" + whole[14..];
        var keys = Host.Get<SharedKeyManager>();
        await TestKit.Eventually.BecomesTrueAsync(() => Task.FromResult(keys.HasHad(Host.Get<SecretKeys>().InUse, TimeSpan.FromSeconds(1))));
        var remembered = keys.GetCacheExpirationToken();
        var began = System.Diagnostics.Stopwatch.GetTimestamp();

        for (var n = 0; n < 20; n++)
        {
            foreach (var value in new[] { damaged, orphan, "nonsense", "" })
                Should.Throw<Exception>(() => Protector.Unprotect(value)).ShouldBeAssignableTo<System.Security.Cryptography.CryptographicException>();
        }

        System.Diagnostics.Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        remembered.IsCancellationRequested.ShouldBeFalse();
        Protector.Unprotect(whole).ShouldBe("x");
    }

    [Fact]
    public async Task Key_ring_can_be_invalidated_concurrently()
    {
        var keys = Host.Get<SharedKeyManager>();
        var asking = Task.Run(() =>
        {
            for (var n = 0; n < 20_000; n++)
                _ = keys.GetCacheExpirationToken();
        });
        while (!asking.IsCompleted)
            keys.Forget();
        await asking;
    }

    [Fact]
    public async Task The_list_names_every_column_that_holds_something_encrypted()
    {
        await Host.OrderAsync();
        Columns.Select(c => $"{c.Table}.{c.Column}").ShouldBe(
        [
            "database_servers.admin_password", "idempotency_keys.answer", "instance_secrets.admin_password", "instance_secrets.database_password",
            "instance_secrets.master_password", "instances.environment_vars", "mails.content", "platform_secrets.value", "second_factors.secret",
            "webhook_endpoints.previous_secret", "webhook_endpoints.secret",
        ]);
        await StoredSecrets.ShouldAllBeListedAsync(Database);

        // The search finds one that is not.
        await Host.ExecuteAsync($"update tenants set metadata = jsonb_build_object('token', '{Protector.Protect("forgotten")}')");
        (await Host.ReadAsync(StoredSecrets.FoundAsync)).ShouldContain("tenants.metadata");
    }

    [Fact]
    public async Task Looking_for_what_is_left_to_rotate_reads_an_index()
    {
        foreach (var column in Columns.Where(c => c.Key is not null))
        {
            var indexes = await Host.ReadAsync(db => db.Database.SqlQuery<string>(
                $"select indexdef as \"Value\" from pg_indexes where tablename = {column.Table}").ToListAsync());
            indexes.ShouldContain(i => i.Contains("(\"left\"(") && i.Contains(column.Column) && i.Contains(", 26))"), column.ToString());
        }
    }

    private IReadOnlyList<SecretColumn> Columns => Host.Get<SecretKeys>().Columns();

    private int Rotated => Columns.Count(c => c.Key is not null);

    private async Task<SecretKeysDto> RotateAsync()
    {
        // The first key was made by the real clock.
        Host.AdjustTime(TimeProvider.System.GetUtcNow());
        await Host.Get<ISecretKeys>().RotateAsync(default);
        return await Host.Get<ISecretKeys>().ReadAsync(default);
    }

    // Rows with nothing but what the rotation looks at; what they would otherwise need is switched off for the one session that writes them.
    private async Task FillAsync(int rows, string? only = null)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await WithoutChecksAsync(connection);
        foreach (var table in Columns.GroupBy(c => c.Table).Where(t => only is null || t.Key == only))
        {
            var needed = await NeededAsync(table.Key, [.. table.Select(c => c.Column)]);
            for (var n = 0; n < rows; n++)
            {
                var names = string.Join(", ", needed.Select(c => c.Name).Concat(table.Select(c => c.Column)));
                var values = string.Join(", ", needed.Select(c => c.ValueOf(n)).Concat(table.Select(c => $"'{Protector.Protect($"{c.Table}.{c.Column}")}'")));
                await using var insert = new NpgsqlCommand($"set session_replication_role = replica; insert into {table.Key} ({names}) values ({values})", connection);
                await insert.ExecuteNonQueryAsync();
            }
        }
    }

    // Such a row has no word in the columns that take certain words only.
    private static async Task WithoutChecksAsync(NpgsqlConnection connection)
    {
        await using var drop = new NpgsqlCommand(
            """
            do $$ declare c record; begin
                for c in select conrelid::regclass as checked, conname from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace loop
                    execute format('alter table %s drop constraint %I', c.checked, c.conname);
                end loop;
            end $$
            """,
            connection);
        await drop.ExecuteNonQueryAsync();
    }

    private async Task<List<NeededColumn>> NeededAsync(string table, string[] secrets)
    {
        var found = await Host.ReadAsync(db => db.Database.SqlQuery<string>(
            $"select column_name || ':' || data_type as \"Value\" from information_schema.columns where table_name = {table} and is_nullable = 'NO'").ToListAsync());
        return [.. found.Select(f => f.Split(':')).Select(f => new NeededColumn(f[0], f[1])).Where(c => !secrets.Contains(c.Name))];
    }

    private Task<int> UpdateAsync(string key, string value) =>
        Host.ExecuteAsync($"update mails set content = '{value}' where recipient = '{key}'");

    private async Task ReadsAllAsync(OperationHost process, string? except = null)
    {
        foreach (var column in Columns.Where(c => c.Table != except))
        {
            var values = await Database.Server.ColumnAsync(
                $"select {column.Column} from {column.Table}", new NpgsqlConnectionStringBuilder(Database.ConnectionString).Database!);
            values.ShouldNotBeEmpty();
            values.Select(process.Get<ISecretProtector>().Unprotect).ShouldAllBe(v => v == $"{column.Table}.{column.Column}");
        }
    }

    private sealed record NeededColumn(string Name, string Type)
    {
        public string ValueOf(int row) => Type switch
        {
            "uuid" => "gen_random_uuid()",
            "jsonb" => "'[]'",
            "boolean" => "true",
            "numeric" => "1",
            "bytea" => "'\\x00'",
            "text" or "character varying" => $"'{row}'",
            var time when time.StartsWith("timestamp", StringComparison.Ordinal) => "now()",
            _ => $"{row}",
        };
    }
}
