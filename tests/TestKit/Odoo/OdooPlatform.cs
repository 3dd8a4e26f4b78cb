using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using SaaSOdoo.TestKit.Docker;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Payments;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.TestKit.Odoo;

/// <summary>
/// The whole platform on a real engine with real Odoo: the API, and a worker that can be stopped and replaced. Templates take long to
/// build, so the classes of a test project share one (<c>ICollectionFixture&lt;OdooPlatform&gt;</c>). Engine and database server stand
/// behind proxies that can be switched off.
/// </summary>
public sealed class OdooPlatform : PlatformApi
{
    /// <summary>On offer, but its image exists nowhere.</summary>
    public const string VersionWithoutImage = "98.0";

    /// <summary>After how long a frozen instance is restarted here.</summary>
    public static readonly TimeSpan UnhealthyAfter = TimeSpan.FromSeconds(10);

    /// <summary>How often everything is looked at here.</summary>
    public static readonly TimeSpan RoundsEvery = TimeSpan.FromSeconds(5);

    private const int Ports = 100;
    private static readonly string[] Versions = ["19.0", "14.0", VersionWithoutImage];

    private readonly DockerTest docker = new();
    private readonly int firstPort = 30000 + (Ports * RandomNumberGenerator.GetInt32(25));
    private readonly DirectoryInfo backups = Directory.CreateTempSubdirectory("saasodoo-backups-");
    private RequirementMissingException? missing;
    private PostgresServer? postgres;
    private SwitchableProxy? engine;
    private SwitchableProxy? databaseServer;
    private FakePaynow? paynow;
    private PlatformApi? worker;

    /// <summary>Everything that API and worker logged.</summary>
    public CapturedLog Log { get; } = new();

    public string PlatformId => missing is null ? docker.Platform : throw missing;

    public SwitchableProxy Engine => engine ?? throw missing!;

    public SwitchableProxy DatabaseServer => databaseServer ?? throw missing!;

    /// <summary>The gateway of payments. Its messages reach nobody: a test brings them.</summary>
    public FakePaynow Paynow => paynow ?? throw missing!;

    /// <summary>The instances'; the platform's own is <c>Database.Server</c>.</summary>
    public PostgresServer Postgres => missing is null ? postgres! : throw missing;

    /// <summary>Name of the platform's own database.</summary>
    public string DatabaseName => new NpgsqlConnectionStringBuilder(Database.ConnectionString).Database!;

    /// <summary>A name of its own for the image that all share, so that a test may take it away.</summary>
    public string Image(string version) => $"{PlatformId}/odoo:{version}";

    /// <summary>The host as instances see it.</summary>
    public string Gateway => docker.Settings["Provisioning:Network:Gateway"]!;

    public string Network => docker.Settings["Provisioning:Network:Name"]!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await docker.InitializeAsync();
        try
        {
            await PrepareAsync();
            StartWorker();
        }
        catch (RequirementMissingException e)
        {
            missing = e;
        }
    }

    public void StartWorker()
    {
        worker = With(host => host.UseSetting("Roles", "worker"));
        worker.StartServer();
    }

    /// <summary>In order: what it was at is handed back.</summary>
    public async Task StopWorkerAsync()
    {
        if (worker is not null)
            await worker.DisposeAsync();
        worker = null;
    }

    /// <summary>Whatever was switched off works again.</summary>
    public void SwitchOn()
    {
        engine?.SwitchOn();
        databaseServer?.SwitchOn();
    }

    /// <summary>A settings file for a worker in a process of its own.</summary>
    public async Task<string> WriteWorkerSettingsAsync()
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["ConnectionStrings:Platform"] = Database.UserConnectionString,
            ["ConnectionStrings:PlatformOwner"] = Database.ConnectionString,
            ["Urls"] = "http://127.0.0.1:0",
        };
        Configure(settings);
        settings["Roles"] = "worker";
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(settings));
        return file;
    }

    protected override void Configure(IDictionary<string, string> settings)
    {
        if (missing is not null)
            throw missing;

        foreach (var (key, value) in docker.Settings)
            settings[key] = value!;
        foreach (var (key, value) in Paynow.Settings())
            settings[key] = value;
        settings["Billing:TestClocks"] = "true";
        settings["Docker:Endpoint"] = Engine.Endpoint;
        settings["Roles"] = "api";
        settings["Backups:Path"] = backups.FullName;
        settings["Operations:Lease"] = "00:00:03";
        settings["Provisioning:OrphanGrace"] = "00:00:05";
        settings["Provisioning:Image"] = Image("{version}");
        settings["Provisioning:UnhealthyAfter"] = UnhealthyAfter.ToString();
        settings["Schedules:Reconcile"] = $"0/{RoundsEvery.Seconds} * * * * ?";
        settings["Provisioning:Sessions:Transaction"] = "00:00:03";
        settings["Provisioning:Sessions:NotificationQueue"] = "0.005";
        settings["Provisioning:PortFrom"] = Text(firstPort);
        settings["Provisioning:PortTo"] = Text(firstPort + Ports - 1);
        for (var index = 0; index < Versions.Length; index++)
            settings[$"Provisioning:Versions:{index}"] = Versions[index];
        settings["DatabaseServers:0:Name"] = "test";
        settings["DatabaseServers:0:Host"] = "127.0.0.1";
        settings["DatabaseServers:0:Port"] = Text(new Uri(DatabaseServer.Endpoint).Port);
        settings["DatabaseServers:0:InstanceHost"] = Gateway;
        settings["DatabaseServers:0:InstancePort"] = Text(Postgres.Port);
        settings["DatabaseServers:0:AdminUsername"] = Postgres.AdminUsername;
        settings["DatabaseServers:0:AdminPassword"] = Postgres.AdminPassword;
        settings["DatabaseServers:0:Capacity"] = "40";
    }

    protected override void ConfigureServices(IServiceCollection services) => services.AddSingleton<ILoggerProvider>(Log);

    protected override async Task StopAsync()
    {
        if (engine is not null)
        {
            await StopWorkerAsync();
            await DisposeAsync();

            // Containers first: they are connected to what is dropped next.
            await docker.DisposeAsync();
            foreach (var version in Versions.Where(v => v != VersionWithoutImage))
                await DockerCommand.TryAsync("rmi", Image(version));
            await OdooDatabases.DropAllAsync(Database.Server, DatabaseName, Postgres);
            await engine.DisposeAsync();
            await databaseServer!.DisposeAsync();
            await paynow!.DisposeAsync();
        }

        backups.Delete(recursive: true);
        await base.StopAsync();
    }

    private async Task PrepareAsync()
    {
        var socket = docker.Socket;
        foreach (var version in Versions.Where(v => v != VersionWithoutImage))
        {
            if ((await DockerCommand.TryAsync("image", "inspect", $"odoo:{version}")).ExitCode != 0)
                throw Requires.Missing($"the image odoo:{version} is not on the engine (eng/odoo-image/build {version})");
            await DockerCommand.RunAsync("tag", $"odoo:{version}", Image(version));
        }

        paynow = await FakePaynow.StartAsync(pace: 0);
        postgres = await PostgresServer.InstancesAsync();
        databaseServer = SwitchableProxy.ToPort(postgres.Host, postgres.Port);
        engine = SwitchableProxy.ToUnixSocket(socket);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
