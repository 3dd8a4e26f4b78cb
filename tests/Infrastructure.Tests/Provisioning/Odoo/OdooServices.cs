using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;
using SaaSOdoo.Infrastructure.Secrets;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning.Odoo;

/// <summary>The adapter as it is composed in the product, over a platform database and a runtime of the test's choice.</summary>
internal static class OdooServices
{
    public static ServiceProvider Compose(PlatformDatabase platform, IContainerRuntime runtime, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, string? (s) => s.Value)).Build();
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(runtime);
        services.AddSingleton(_ => NpgsqlDataSource.Create(platform.ConnectionString));
        services.AddDbContextPool<AppDb>((p, options) => options.UseNpgsql(p.GetRequiredService<NpgsqlDataSource>()));
        services.AddSecrets(new ConfigurationBuilder().Build());
        services.AddOdoo(configuration);
        return services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>The tests' PostgreSQL, as a row of the platform.</summary>
    public static async Task<DatabaseServer> RegisterServerAsync(ServiceProvider services, PostgresServer host, string instanceHost)
    {
        var settings = new DatabaseServerSettings(
            "main",
            host.Host,
            host.Port,
            instanceHost,
            host.Port,
            host.AdminUsername,
            services.GetRequiredService<ISecretProtector>().Protect(host.AdminPassword),
            Capacity: 100);
        var server = DatabaseServer.Register(settings, DateTimeOffset.UnixEpoch);

        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        db.Add(server);
        await db.SaveChangesAsync();
        return server;
    }
}
