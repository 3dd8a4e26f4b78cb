using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Provisioning.Servers;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Tests.Operations;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Infrastructure.Tests.Provisioning;

/// <summary>The API and its workers with one shared database server. Containers and Odoo's databases are in memory; every server answers.</summary>
public sealed class DedicatedPlatform : PlatformApi
{
    protected override void Configure(IDictionary<string, string> settings)
    {
        settings["Roles"] = "api,worker";
        settings["DatabaseServers:0:Name"] = "main";
        settings["DatabaseServers:0:Host"] = "10.0.0.4";
        settings["DatabaseServers:0:InstanceHost"] = "10.0.0.4";
        settings["DatabaseServers:0:AdminUsername"] = "postgres";
        settings["DatabaseServers:0:AdminPassword"] = "of-the-configuration";
    }

    protected override void ConfigureServices(IServiceCollection services)
    {
        var runtime = new FakeRuntime(TimeProvider.System);
        services.AddSingleton<IContainerRuntime>(runtime).AddSingleton<IOdooDatabases>(runtime).AddSingleton<IReadinessProbe>(runtime);
        services.AddSingleton<IServerSessions, QuietSessions>().AddSingleton<IDatabaseServerProbe, WellProbe>();
    }

    private sealed class QuietSessions : IServerSessions
    {
        public Task<IReadOnlyList<EndedSessions>> EndHarmfulAsync(DatabaseServer server, CancellationToken cancellationToken) =>
            Task.FromException<IReadOnlyList<EndedSessions>>(new Application.Common.DependencyUnavailableException(server.Name));
    }

    private sealed class WellProbe : IDatabaseServerProbe
    {
        public Task<DatabaseServerFault?> FindFaultAsync(DatabaseServer server, bool isNew, CancellationToken cancellationToken) =>
            Task.FromResult<DatabaseServerFault?>(null);
    }
}
