using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using Npgsql;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Provisioning.Databases;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

/// <summary>
/// A template with the few tables of Odoo's that the adapter touches, made in milliseconds, on real PostgreSQL. The same against
/// real Odoo is in <see cref="RealOdooTests"/>.
/// </summary>
public class SmallOdoo : IAsyncLifetime
{
    private const string Tables = """
        CREATE TABLE res_partner (id serial PRIMARY KEY, email varchar, email_normalized varchar);
        CREATE TABLE res_users (id serial PRIMARY KEY, login varchar NOT NULL UNIQUE, password varchar, active boolean,
            partner_id int REFERENCES res_partner, write_date timestamp);
        CREATE TABLE ir_model_data (id serial PRIMARY KEY, module varchar, name varchar, model varchar, res_id int);
        CREATE TABLE ir_config_parameter (id serial PRIMARY KEY, key varchar NOT NULL UNIQUE, value text NOT NULL,
            create_uid int, create_date timestamp, write_uid int, write_date timestamp);
        CREATE TABLE ir_module_module (id serial PRIMARY KEY, name varchar, state varchar);
        INSERT INTO res_partner (id) VALUES (1), (2), (3);
        INSERT INTO res_users (id, login, password, active, partner_id) VALUES
            (1, '__system__', NULL, false, 1), (2, 'admin', 'admin', true, 2), (6, 'demo', 'demo', true, 3);
        INSERT INTO ir_model_data (module, name, model, res_id) VALUES ('base', 'user_root', 'res.users', 1),
            ('base', 'user_admin', 'res.users', 2), ('base', 'user_demo', 'res.users', 6), ('other', 'user_admin', 'res.users', 6);
        INSERT INTO ir_config_parameter (key, value) VALUES
            ('database.uuid', 'u'), ('database.secret', 's'), ('web.base.url', 'http://localhost');
        INSERT INTO ir_module_module (name, state) VALUES ('web', 'installed'), ('base', 'installed'), ('sale', 'uninstalled');
        CREATE TABLE seen (statement text);
        CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO seen VALUES (current_query()); RETURN NULL; END';
        CREATE TRIGGER see AFTER UPDATE ON res_users EXECUTE FUNCTION see();
        """;

    private readonly PlatformDatabase platform = new();
    private readonly string suffix = RandomNumberGenerator.GetHexString(8, lowercase: true);
    private ServiceProvider? services;
    private DatabaseServer? server;
    private PostgresServer? host;
    private TestKit.RequirementMissingException? missing;
    private int names;

    public OdooTemplate Template => new($"odoo_template_small_{suffix}", $"small_{suffix}", "none");

    public PostgresServer Host => missing is null ? host! : throw missing;

    public DatabaseServer Server => server ?? throw new InvalidOperationException($"No server: {Host.Port}");

    /// <summary>What the container engine answers is for the test to say.</summary>
    public IContainerRuntime Runtime { get; } = Substitute.For<IContainerRuntime>();

    internal IOdooDatabases Databases => services!.GetRequiredService<IOdooDatabases>();

    internal ServerConnections Connections => services!.GetRequiredService<ServerConnections>();

    /// <summary>The same platform in another process, with an engine of its own.</summary>
    public ServiceProvider AnotherProcess(IContainerRuntime runtime, params (string Key, string Value)[] settings) =>
        OdooServices.Compose(platform, runtime, settings);

    /// <summary>A service of the platform behind the port.</summary>
    internal T Get<T>() where T : notnull => services!.GetRequiredService<T>();

    internal Task<T> CatalogAsync<T>(Func<NpgsqlConnection, Task<T>> work) =>
        Get<ServerConnections>().OnServerAsync(Server, work, CancellationToken.None);

    /// <summary>In the platform's own database.</summary>
    public Task<int> InPlatformAsync(FormattableString sql) => platform.NewDb().Database.ExecuteSqlAsync(sql);

    public async Task<int> CountInPlatformAsync(FormattableString sql) =>
        await platform.NewDb().Database.SqlQuery<int>(sql).SingleAsync();

    /// <inheritdoc cref="PlatformDatabase.EndLockHoldersAsync"/>
    public Task<int> EndLockHoldersAsync() => platform.EndLockHoldersAsync();

    /// <summary>A database name, which is also its role's.</summary>
    public string NewName() => Name(Interlocked.Increment(ref names));

    public async Task<string> NewInstanceAsync(string password = "role-password")
    {
        var name = NewName();
        await Databases.EnsureRoleAsync(Server, name, name, password, CancellationToken.None);
        await Databases.EnsureDatabaseAsync(Server, name, name, Template, CancellationToken.None);
        return name;
    }

    public async Task<List<string>> ReadAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(Host.UnpooledConnectionStringOf(database));
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.IsDBNull(0) ? "null" : reader.GetValue(0).ToString()!);
        return values;
    }

    /// <summary>What an instance could do: logs in as the role.</summary>
    public Task<NpgsqlConnection> LogInAsync(string database, string role, string password = "role-password") =>
        Host.LogInAsync(database, role, password);

    public async Task InitializeAsync()
    {
        await platform.InitializeAsync();
        var (database, owner) = (Template.Database, Template.Owner);
        try
        {
            host = await StartAsync();
        }
        catch (TestKit.RequirementMissingException e)
        {
            missing = e;
            return;
        }

        await Host.ExecuteAsync($"CREATE ROLE {owner}");

        await Host.CreateDatabaseAsync(database);
        await Host.ExecuteAsync($"GRANT CREATE ON SCHEMA public TO {owner}; SET ROLE {owner}; {Tables}", database);
        await Host.ExecuteAsync($"ALTER DATABASE {database} IS_TEMPLATE true ALLOW_CONNECTIONS false");
        services = OdooServices.Compose(platform, Runtime);
        server = await OdooServices.RegisterServerAsync(services, Host, "127.0.0.1");
    }

    public async Task DisposeAsync()
    {
        if (services is null)
            return;

        foreach (var name in Enumerable.Range(1, names).Select(Name))
        {
            await Databases.DropDatabaseAsync(Server, name, name, CancellationToken.None);
            await Databases.DropRoleAsync(Server, name, CancellationToken.None);
        }

        await services.DisposeAsync();
        await Host.ExecuteAsync($"ALTER DATABASE {Template.Database} IS_TEMPLATE false");
        await Host.DropDatabaseAsync(Template.Database);
        await Host.ExecuteAsync($"DROP ROLE {Template.Owner}");
        await platform.DisposeAsync();
    }

    /// <summary>The server: the tests' own, which all share.</summary>
    protected virtual Task<PostgresServer> StartAsync() => PostgresServer.InstancesAsync();

    // Twelve hexadecimal digits, as a platform's.
    private string Name(int number) => $"odoo_{suffix}{number:x4}";
}
