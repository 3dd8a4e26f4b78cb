using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Backups;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

/// <summary>Real Odoo on a real engine; templates are built once and shared by all tests of the collection.</summary>
public sealed class RealOdoo : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> images = new(StringComparer.Ordinal);
    private readonly PlatformDatabase platform = new();
    private readonly DockerTest docker = new();
    private readonly string suffix = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private readonly ConcurrentBag<string> instances = [];
    private readonly ConcurrentBag<string> others = [];
    private ServiceProvider? services;
    private DatabaseServer? server;
    private PostgresServer? host;
    private RequirementMissingException? missing;

    public DatabaseServer Server => server ?? throw new InvalidOperationException($"No server: {docker.ImageId}{Host.Port}");

    public PostgresServer Host => missing is null ? host! : throw missing;

    public IContainerRuntime Runtime => docker.Runtime;

    public DockerTest Docker => docker;

    internal IOdooDatabases Databases => Services.GetRequiredService<IOdooDatabases>();

    internal ServiceProvider Services => Server is null ? null! : services!;

    /// <summary>Lines of progress, in the order they were said.</summary>
    public static (IProgress<string> Progress, ConcurrentQueue<string> Said) Listen()
    {
        var listener = new Listener();
        return (listener, listener.Said);
    }

    public async Task<TemplateSpec> SpecAsync(string version, bool demo = false, string[]? modules = null, string[]? disabled = null)
    {
        var image = $"odoo:{version}";
        var id = await images.GetOrAdd(image, name => new(() => ImageAsync(name))).Value;
        return new(version, image, id, demo, modules ?? [], disabled ?? []);
    }

    /// <summary>The same platform in another process.</summary>
    public ServiceProvider AnotherProcess() => OdooServices.Compose(platform, Runtime);

    /// <summary>And one that makes backups of what it made, and loads those of old versions with the tool of a newer one.</summary>
    public ServiceProvider WithBackups(params (string Key, string? Value)[] settings) =>
        BackupServices.Compose(platform, [.. docker.Settings.Select(s => (s.Key, s.Value)), ("Backups:LoadImage", "odoo:19.0"), .. settings]);

    /// <summary>A database and role of that name are dropped at the end.</summary>
    public void Drop(string name) => others.Add(name);

    public async Task<OdooTemplate> TemplateAsync(TemplateSpec spec) =>
        await Databases.EnsureTemplateAsync(Server, spec, TimeSpan.MaxValue, Listen().Progress, CancellationToken.None);

    /// <summary>Everything that provisioning does with databases; the name is also the role's.</summary>
    public async Task<(string Name, string Password)> NewInstanceAsync(OdooTemplate template, DatabaseInitialization values)
    {
        var name = $"odoo_{suffix}_{instances.Count}";
        instances.Add(name);
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        await Databases.EnsureRoleAsync(Server, name, name, password, CancellationToken.None);
        await Databases.EnsureDatabaseAsync(Server, name, name, template, CancellationToken.None);
        await Databases.InitializeDatabaseAsync(Server, name, values, CancellationToken.None);
        return (name, password);
    }

    /// <summary>Starts Odoo on the database; disposing ends it.</summary>
    public async Task<RunningOdoo> StartAsync(TemplateSpec spec, OdooTemplate template, string name, string password)
    {
        var volume = docker.Name("data");
        await Runtime.EnsureVolumeAsync(volume, new Dictionary<string, string>(), CancellationToken.None);
        await Runtime.SeedVolumeAsync(
            new(template.Volume, OdooConfiguration.DataDirectory, $"filestore/{template.Database}"),
            new(volume, OdooConfiguration.DataDirectory, $"filestore/{name}"),
            spec.ImageId,
            CancellationToken.None);
        return await StartAsync(spec, name, name, password, volume);
    }

    /// <summary>The same on a database and files that are there.</summary>
    public async Task<RunningOdoo> StartAsync(TemplateSpec spec, string database, string role, string password, string volume)
    {
        var configuration = new OdooConfiguration
        {
            DatabaseHost = Server.InstanceHost,
            DatabasePort = Server.InstancePort,
            DatabaseUser = role,
            DatabasePassword = password,
            DatabaseName = database,
            MasterPassword = "nobody-uses-it",
            MemoryBytes = 512L << 20,
        };
        var workload = new WorkloadSpec
        {
            Name = docker.Name("odoo"),
            Image = spec.Image,
            ImageId = spec.ImageId,
            Command = OdooConfiguration.Command(),
            Files = [new(OdooConfiguration.Path, configuration.Render(), OdooConfiguration.FileMode, OdooConfiguration.FileOwner), OdooLauncher.File],
            Volumes = [new(volume, OdooConfiguration.DataDirectory)],
            Ports = [new(8069, DockerTest.FreePort())],
            Cpus = 2,
            MemoryBytes = configuration.MemoryBytes,
            Fingerprint = "1",
        };
        await Runtime.ApplyAsync(workload, CancellationToken.None);
        await Runtime.StartAsync(workload.Name, CancellationToken.None);
        return await RunningOdoo.WhenReadyAsync(Runtime, workload.Name, workload.Ports[0].HostPort);
    }

    /// <summary>As superuser.</summary>
    public async Task<List<string>> ReadAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(Host.UnpooledConnectionStringOf(database));
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetValue(0).ToString()!);
        return values;
    }

    public async Task InitializeAsync()
    {
        await platform.InitializeAsync();
        await docker.InitializeAsync();
        try
        {
            host = await PostgresServer.InstancesAsync();
            services = OdooServices.Compose(platform, Runtime);
            server = await OdooServices.RegisterServerAsync(services, Host, docker.Settings["Provisioning:Network:Gateway"]!);
        }
        catch (RequirementMissingException e)
        {
            missing = e;
        }
    }

    public async Task DisposeAsync()
    {
        if (server is not null)
            await RemoveDatabasesAsync();
        if (services is not null)
            await services.DisposeAsync();
        await docker.DisposeAsync();
        await platform.DisposeAsync();
    }

    private async Task RemoveDatabasesAsync()
    {
        foreach (var name in instances)
        {
            await Databases.DropDatabaseAsync(Server, name, name, CancellationToken.None);
            await Databases.DropRoleAsync(Server, name, CancellationToken.None);
        }

        foreach (var name in others)
        {
            await Host.DropDatabaseAsync(name);
            await Host.ExecuteAsync($"DROP OWNED BY {name}; DROP ROLE {name}");
        }

        await using var db = platform.NewDb();
        foreach (var template in db.Set<Infrastructure.Provisioning.Templates.OdooTemplateRow>().ToList())
        {
            if ((await ReadAsync("postgres", $"SELECT datname FROM pg_database WHERE datname = '{template.Database}'")).Count > 0)
                await Host.ExecuteAsync($"ALTER DATABASE {template.Database} IS_TEMPLATE false");
            await Host.DropDatabaseAsync(template.Database);
            await Host.ExecuteAsync($"DROP ROLE IF EXISTS {template.Owner}");
        }
    }

    private async Task<string> ImageAsync(string image)
    {
        try
        {
            return await Runtime.EnsureImageAsync(image, Listen().Progress, CancellationToken.None);
        }
        catch (RefusedException)
        {
            throw Requires.Missing($"the engine has no image {image}, and it cannot be pulled (eng/odoo-image/build makes it)");
        }
    }

    private sealed class Listener : IProgress<string>
    {
        public ConcurrentQueue<string> Said { get; } = new();

        public void Report(string value) => Said.Enqueue(value);
    }
}

[CollectionDefinition(Name)]
public sealed class RealOdooCollection : ICollectionFixture<RealOdoo>
{
    public const string Name = "Real Odoo";
}
