using System.Formats.Tar;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SaaSOdoo.Infrastructure.Backups;
using SaaSOdoo.Infrastructure.Backups.Proofs;
using SaaSOdoo.Infrastructure.Backups.Restores;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Provisioning.Containers;
using SaaSOdoo.Infrastructure.Provisioning.Odoo;
using SaaSOdoo.Infrastructure.Secrets;
using SaaSOdoo.TestKit.Postgres;

namespace SaaSOdoo.Infrastructure.Tests.Backups;

/// <summary>The adapters as they are composed in the product, over a platform database of the test's.</summary>
internal static class BackupServices
{
    public static ServiceProvider Compose(PlatformDatabase platform, params IEnumerable<(string Key, string? Value)> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.GroupBy(s => s.Key, StringComparer.Ordinal).Select(s => KeyValuePair.Create(s.Key, s.Last().Value))).Build();
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => NpgsqlDataSource.Create(platform.ConnectionString));
        services.AddDbContextPool<AppDb>((p, options) => options.UseNpgsql(p.GetRequiredService<NpgsqlDataSource>()));
        services.AddSecrets(configuration);
        services.AddDocker(configuration);
        services.AddOdoo(configuration);
        services.AddBackups(configuration);
        services.AddRestores(configuration);
        services.AddProofs(configuration);
        return services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>Unpacks entries into a volume.</summary>
    public static Task PutAsync(this ServiceProvider services, string volume, string image, IEnumerable<PaxTarEntry> entries) =>
        services.GetRequiredService<VolumeHelpers>().UseAsync(
            volume + ".test",
            image,
            VolumeHelpers.AsItIs(volume, "/data"),
            async container =>
            {
                await services.GetRequiredService<ContainerArchives>().PutAsync(container, "/data", entries, CancellationToken.None);
                return 0;
            },
            CancellationToken.None);
}
