using System.Diagnostics.CodeAnalysis;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

/// <summary>Databases with the few tables of Odoo's that a backup looks at, and volumes with their files, on a real server and a real engine.</summary>
public sealed class ArchivedInstance : IAsyncLifetime
{
    private const string Tables = """
        CREATE TABLE ir_attachment (id serial PRIMARY KEY, name varchar, store_fname varchar, db_datas bytea, index_content text);
        CREATE TABLE ir_module_module (id serial PRIMARY KEY, name varchar, state varchar, latest_version varchar);
        CREATE TABLE res_users (id serial PRIMARY KEY, login varchar);
        INSERT INTO ir_module_module (name, state, latest_version) VALUES
            ('base', 'installed', '19.0.1.3'), ('web', 'installed', NULL), ('sale', 'uninstalled', '19.0.1.0');
        INSERT INTO res_users (login) VALUES ('admin'), ('demo');
        CREATE TABLE a_ballast (content text);
        INSERT INTO a_ballast SELECT string_agg(md5(g::text), '') FROM generate_series(1, 10000) g;
        """;

    private readonly PlatformDatabase platform = new();
    private readonly DockerTest docker = new();
    private readonly string suffix = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private readonly List<string> names = [];
    private ServiceProvider? services;
    private PostgresServer? host;
    private RequirementMissingException? missing;

    public DockerTest Docker => docker;

    public PostgresServer Host => missing is null ? host! : throw missing;

    internal DatabaseServer Server { get; private set; } = null!;

    internal ServiceProvider Services => Host is null ? null! : services!;

    /// <summary>The same platform in a process with other settings.</summary>
    internal ServiceProvider Process(params (string Key, string? Value)[] settings) =>
        BackupServices.Compose(platform, [.. docker.Settings.Select(s => (s.Key, s.Value)), .. settings]);

    /// <summary>A database, its role and a volume with the files of its attachments.</summary>
    internal async Task<InstanceData> NewAsync(params IEnumerable<byte[]> attachments)
    {
        var name = $"odoo_{suffix}{names.Count:x4}";
        names.Add(name);
        await Host.ExecuteAsync($"CREATE ROLE {name} LOGIN PASSWORD 'role-password'");
        await Host.CreateDatabaseAsync(name);
        await Host.ExecuteAsync($"ALTER DATABASE {name} OWNER TO {name}; REVOKE ALL ON DATABASE {name} FROM PUBLIC");
        await Host.ExecuteAsync($"ALTER SCHEMA public OWNER TO {name}; SET ROLE {name}; {Tables}", name);

        var data = new InstanceData(Server, name, name, docker.Name("data"), docker.ImageId, "19.0");
        await docker.Runtime.EnsureVolumeAsync(data.Volume, new Dictionary<string, string>(), CancellationToken.None);
        var contents = attachments.ToList();
        await PutAsync(data, contents.Select(c => File($"filestore/{name}/{PathOf(c)}", c)));
        await Host.ExecuteAsync(string.Join(';', contents.Select(c => $"INSERT INTO ir_attachment (name, store_fname) VALUES ('a', '{PathOf(c)}')").Prepend("SELECT 1")), name);
        return data;
    }

    /// <summary>As Odoo names it.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Odoo's names.")]
    internal static string PathOf(byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA1.HashData(content));
        return $"{hash[..2]}/{hash}";
    }

    internal static PaxTarEntry File(string path, byte[] content) => new(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(content), Uid = 101, Gid = 102 };

    /// <summary>Unpacks entries into the volume.</summary>
    internal Task PutAsync(InstanceData data, IEnumerable<PaxTarEntry> entries) => Services.PutAsync(data.Volume, data.ImageId, entries);

    /// <param name="hook">Runs once, when the first bytes of the archive are there: the snapshot was taken, the dump is under way and no file was read.</param>
    internal async Task<(ZipArchive Zip, BackupManifest Manifest)> ArchiveAsync(InstanceData data, Func<Task>? hook = null, ServiceProvider? process = null)
    {
        var written = new MemoryStream();
        var archives = (process ?? Services).GetRequiredService<IBackupArchives>();
        var manifest = await archives.WriteAsync(data, new HookedStream(written, hook), new Progress<string>(), CancellationToken.None);
        return (new ZipArchive(new MemoryStream(written.ToArray())), manifest);
    }

    public async Task InitializeAsync()
    {
        await platform.InitializeAsync();
        await docker.InitializeAsync();
        try
        {
            host = await PostgresServer.InstancesAsync();
            services = BackupServices.Compose(platform, docker.Settings.Select(s => (s.Key, s.Value)));
            Server = await OdooServices.RegisterServerAsync(services, host, "127.0.0.1");
        }
        catch (RequirementMissingException e)
        {
            missing = e;
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var name in names)
        {
            await Host.DropDatabaseAsync(name);
            await Host.ExecuteAsync($"DROP ROLE IF EXISTS {name}");
        }

        if (services is not null)
            await services.DisposeAsync();
        await docker.DisposeAsync();
        await platform.DisposeAsync();
    }
}
