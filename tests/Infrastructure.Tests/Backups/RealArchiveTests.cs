using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

/// <summary>An archive of a real database, loaded by Odoo's own code into an Odoo that knows nothing of the platform.</summary>
[Collection(RealOdooCollection.Name)]
public sealed class RealArchiveTests(RealOdoo odoo)
{
    private const int Files = 200;
    private const string Data = "/var/lib/odoo";
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData("19.0")]
    public async Task It_holds_the_file_of_every_attachment_and_Odoo_loads_it(string version)
    {
        var (process, data) = await InstanceAsync(version);
        await using var services = process;
        using var archive = new MemoryStream();

        var manifest = await services.GetRequiredService<IBackupArchives>().WriteAsync(data, archive, new Progress<string>(), CancellationToken.None);

        var named = await odoo.ReadAsync(data.Database, "SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL");
        named.Count.ShouldBeGreaterThan(Files);
        using var zip = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var file in named)
            ArchivedInstance.PathOf(await zip.ReadAsync($"filestore/{file}")).ShouldBe(file);
        (manifest.Files, manifest.MissingFiles).ShouldBe((named.Count, 0));
        manifest.Modules.Keys.ShouldContain("base");
        manifest.Rows.Count.ShouldBe(4);

        var restored = await LoadAsync(services, data, archive.ToArray());
        (await odoo.ReadAsync(restored, "SELECT count(*) FROM ir_attachment")).ShouldBe([$"{manifest.Rows["ir_attachment"]}"]);
        (await odoo.ReadAsync(restored, "SELECT login FROM res_users WHERE active AND id > 1")).ShouldBe(["owner@example.com"]);
    }

    private async Task<(ServiceProvider Process, InstanceData Data)> InstanceAsync(string version)
    {
        var spec = await odoo.SpecAsync(version);
        var template = await odoo.TemplateAsync(spec);
        var values = new DatabaseInitialization(
            Guid.CreateVersion7(Now), version, "owner@example.com", OdooPasswordHash.Of("Customers-Own-1", version), new("https://acme.example.com"), Now);
        var (name, _) = await odoo.NewInstanceAsync(template, values);
        var data = new InstanceData(odoo.Server, name, name, odoo.Docker.Name("data"), spec.ImageId, version);
        await odoo.Runtime.EnsureVolumeAsync(data.Volume, new Dictionary<string, string>(), CancellationToken.None);
        await odoo.Runtime.SeedVolumeAsync(
            new(template.Volume, Data, $"filestore/{template.Database}"), new(data.Volume, Data, $"filestore/{name}"), spec.ImageId, CancellationToken.None);

        var process = odoo.WithBackups();
        var contents = Enumerable.Range(0, Files).Select(i => RandomNumberGenerator.GetBytes(1000 + i)).ToList();
        await process.PutAsync(data.Volume, data.ImageId, contents.Select(c => ArchivedInstance.File($"filestore/{name}/{ArchivedInstance.PathOf(c)}", c)));
        await odoo.Host.ExecuteAsync(
            string.Join(';', contents.Select(c => $"INSERT INTO ir_attachment (name, type, store_fname) VALUES ('a', 'binary', '{ArchivedInstance.PathOf(c)}')")), name);
        return (process, data);
    }

    // As its database manager does it: into a database that it makes, with a role that may.
    private async Task<string> LoadAsync(ServiceProvider services, InstanceData data, byte[] archive)
    {
        var (role, volume) = ($"{data.Role}_manager", odoo.Docker.Name("manager"));
        await odoo.Host.ExecuteAsync($"CREATE ROLE {role} LOGIN CREATEDB PASSWORD 'of-the-test'; GRANT CONNECT ON DATABASE postgres TO {role}");
        try
        {
            await odoo.Runtime.EnsureVolumeAsync(volume, new Dictionary<string, string>(), CancellationToken.None);
            await services.PutAsync(volume, data.ImageId, [ArchivedInstance.File("backup.zip", archive)]);
            string[] login = ["--db_host", odoo.Server.InstanceHost, "--db_port", $"{odoo.Server.InstancePort}", "-r", role, "-w", "of-the-test"];
            var job = new JobSpec
            {
                Name = odoo.Docker.Name("load"),
                Image = data.ImageId,
                Command = ["odoo", "db", .. login, "-D", "/tmp/data", "load", role, "/in/backup.zip"],
                Volumes = [new(volume, "/in")],
                Timeout = TimeSpan.FromMinutes(3),
            };
            var result = await odoo.Runtime.RunToCompletionAsync(job, null, CancellationToken.None);
            result.ExitCode.ShouldBe(0, string.Join('\n', result.Tail));
            return role;
        }
        finally
        {
            odoo.Drop(role);
        }
    }
}
