using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Odoo;

namespace SaaSOdoo.EndToEnd.Tests.Backups;

/// <summary>The life of a customer's data over HTTP, with real containers.</summary>
[Collection(EndToEnd.Name)]
public sealed class BackupStoryTests(OdooPlatform platform)
{
    [Fact]
    public async Task Data_come_back_from_a_backup_into_the_same_instance_into_a_copy_and_after_termination()
    {
        using var customer = await TestCustomer.RegisterAsync(platform);
        var tenant = await customer.OpenTenantOnTrialAsync("professional");
        var instance = await OdooInstance.RunningAsync(customer, OdooInstance.Body(tenant));
        var login = await instance.CredentialsAsync();
        await OdooData.WriteAsync(platform, instance, "Before Ltd");
        var backup = await instance.BackUpAsync();
        await DownloadsWholeAsync(customer, backup);
        await OdooData.WriteAsync(platform, instance, "After Ltd");
        await BeginProofAsync(instance);

        await instance.SucceedAsync(await instance.RestoreAsync(backup));

        (await OdooData.ReadAsync(platform, instance)).ShouldBe(OdooData.Of("Before Ltd"));
        (await OdooRpc.AuthenticateAsync(await instance.UrlAsync(), await instance.CurrentDatabaseAsync(), login)).ShouldNotBeNull();
        (await PlatformHoldsOneGenerationAsync(instance)).ShouldBeTrue();
        await IsProvenAsync(customer, backup);

        var copy = await CloneAsync(customer, backup);
        (await OdooData.ReadAsync(platform, copy)).ShouldBe(OdooData.Of("Before Ltd"));
        (await OdooRpc.AuthenticateAsync(await copy.UrlAsync(), await copy.CurrentDatabaseAsync(), login)).ShouldNotBeNull();
        await IsNeutralisedAsync(copy, instance);

        await OdooData.WriteAsync(platform, instance, "Last Ltd");
        await instance.TerminateAsync();
        (await InstanceResources.OfAsync(platform, instance)).ShouldBe(InstanceResources.None);
        await instance.DoAsync("reactivate");
        (await OdooData.ReadAsync(platform, instance)).ShouldBe(OdooData.Of("Last Ltd"));
        (await OdooRpc.AuthenticateAsync(await instance.UrlAsync(), await instance.CurrentDatabaseAsync(), login)).ShouldNotBeNull();
    }

    /// <summary>An hour before it is due. What its owner asks for meanwhile does not wait for it.</summary>
    private async Task BeginProofAsync(OdooInstance instance)
    {
        await Eventually.BecomesTrueAsync(async () => await ProofAsync("status") == "waiting");
        await platform.Database.Server.ExecuteAsync(
            $"update backup_proofs set due_at = now(), run_after = now() where instance_id = '{instance.Id}'; select pg_notify('saasodoo', 'backup_proofs:')", platform.DatabaseName);
        await Eventually.BecomesTrueAsync(async () => await ProofAsync("status") == "running");

        async Task<string?> ProofAsync(string column) => (await platform.Database.Server.ColumnAsync(
            $"select {column} from backup_proofs where instance_id = '{instance.Id}'", platform.DatabaseName)).SingleOrDefault();
    }

    private async Task IsProvenAsync(TestCustomer customer, Guid backup)
    {
        JsonNode shown = new JsonObject();
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                using var about = await customer.Http.GetAsync($"/api/v1/backups/{backup}");
                shown = await about.ShouldBeJsonAsync();
                return shown["proof_at"] is not null;
            },
            TimeSpan.FromMinutes(2));
        (shown["proof"]!.GetValue<string>(), shown["proof_error_code"], shown["proof_error_message"]).ShouldBe(("booted", null, null));

        var proof = (await platform.Database.Server.ColumnAsync(
            $"select right(p.id::text, 12) from backup_proofs p join backups b on b.instance_id = p.instance_id where b.id = '{backup}'", platform.DatabaseName)).Single();
        await Eventually.BecomesTrueAsync(async () => (await platform.Postgres.ColumnAsync(
            $"select datname from pg_database where datname like '%{proof}%' union select rolname from pg_roles where rolname like '%{proof}%'")).Count == 0);
        (await DockerCommand.RunAsync("volume", "ls", "--quiet", "--filter", $"name={proof}")).ShouldBeEmpty();
        (await DockerCommand.RunAsync("ps", "--all", "--quiet", "--filter", $"name={proof}")).ShouldBeEmpty();
    }

    private static async Task DownloadsWholeAsync(TestCustomer customer, Guid backup)
    {
        using var about = await customer.Http.GetAsync($"/api/v1/backups/{backup}");
        var shown = await about.ShouldBeJsonAsync();
        using var answer = await customer.Http.GetAsync($"/api/v1/backups/{backup}/download");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var archive = await answer.Content.ReadAsByteArrayAsync();
        (archive.LongLength, Convert.ToHexStringLower(SHA256.HashData(archive)))
            .ShouldBe((shown["size"]!.GetValue<long>(), shown["sha256"]!.GetValue<string>()));
        using var zip = new ZipArchive(new MemoryStream(archive));
        zip.Entries.Select(e => e.FullName).ShouldContain("dump.sql");
        zip.Entries.Select(e => e.FullName).ShouldContain("manifest.json");
        zip.Entries.Count(e => e.FullName.StartsWith("filestore/", StringComparison.Ordinal)).ShouldBeGreaterThan(0);
    }

    private static async Task<OdooInstance> CloneAsync(TestCustomer customer, Guid backup)
    {
        using var ordered = await customer.Http.PostAsJsonAsync(
            $"/api/v1/backups/{backup}/clone", new JsonObject { ["name"] = "copy", ["database_name"] = "copy" });
        var created = await ordered.ShouldBeJsonAsync(HttpStatusCode.Created);
        var copy = new OdooInstance(customer, created["id"]!.GetValue<Guid>(), created["operation_id"]!.GetValue<Guid>());
        await copy.SucceedAsync(copy.Provisioning);
        return copy;
    }

    private async Task IsNeutralisedAsync(OdooInstance copy, OdooInstance original)
    {
        var (of, other) = (await copy.CurrentDatabaseAsync(), await original.CurrentDatabaseAsync());
        const string uuid = "select value from ir_config_parameter where key = 'database.uuid'";
        (await platform.Postgres.ColumnAsync(uuid, of)).ShouldNotBe(await platform.Postgres.ColumnAsync(uuid, other));
        (await platform.Postgres.ColumnAsync("select value from ir_config_parameter where key = 'database.is_neutralized'", of)).ShouldBe(["true"]);
        (await platform.Postgres.ColumnAsync(
            "select c.id::text from ir_cron c where c.active and not exists (select from ir_model_data d where d.model = 'ir.cron' and d.res_id = c.id and d.name = 'autovacuum_job')",
            of)).ShouldBeEmpty();
    }

    private async Task<bool> PlatformHoldsOneGenerationAsync(OdooInstance instance)
    {
        var shortId = instance.Database[^12..];
        var databases = await platform.Postgres.ColumnAsync($"select datname from pg_database where datname like 'odoo%{shortId}'");
        return databases.Count == 1 && databases[0] == await instance.CurrentDatabaseAsync();
    }
}
