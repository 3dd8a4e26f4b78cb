using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Provisioning.Servers;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Provisioning;

/// <summary>With a server in the configuration. Servers whose host begins with "dead" do not answer; what others answer is for other tests.</summary>
public sealed class DatabaseServerApi : PlatformApi
{
    /// <summary>The settings of a process that starts over the same database.</summary>
    public static void Configure(Action<string, string> set, int capacity, string host = "10.0.0.4")
    {
        set("DatabaseServers:0:Name", "main");
        set("DatabaseServers:0:Host", host);
        set("DatabaseServers:0:InstanceHost", host);
        set("DatabaseServers:0:AdminUsername", "postgres");
        set("DatabaseServers:0:AdminPassword", "of-the-configuration");
        set("DatabaseServers:0:Capacity", $"{capacity}");
    }

    protected override void Configure(IDictionary<string, string> settings) => Configure((key, value) => settings[key] = value, capacity: 40);

    protected override void ConfigureServices(IServiceCollection services) => services.AddSingleton<IDatabaseServerProbe, Probe>();

    private sealed class Probe : IDatabaseServerProbe
    {
        public Task<DatabaseServerFault?> FindFaultAsync(DatabaseServer server, bool isNew, CancellationToken cancellationToken) =>
            Task.FromResult(server.Host.StartsWith("dead", StringComparison.Ordinal)
                ? new DatabaseServerFault("unreachable", "host", "The server does not answer.") : null);
    }
}
