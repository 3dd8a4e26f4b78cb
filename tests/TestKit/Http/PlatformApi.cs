using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.TestKit.Postgres;
using Xunit;

namespace SaaSOdoo.TestKit.Http;

/// <summary>
/// The real API on a real port over a database of its own, without workers. Use as class fixture; derive to change settings or ports
/// (never the DbContext).
/// </summary>
public class PlatformApi : WebApplicationFactory<Program>, IAsyncLifetime
{
    public PlatformApi() => UseKestrel(0);

    public PlatformDatabase Database { get; } = new();

    /// <summary>Where it listens; starts it when it is not running.</summary>
    public Uri Address => ClientOptions.BaseAddress;

    public virtual Task InitializeAsync() => Database.InitializeAsync();

    Task IAsyncLifetime.DisposeAsync() => StopAsync();

    /// <summary>Settings on top of appsettings, <c>Section:Key</c>.</summary>
    protected virtual void Configure(IDictionary<string, string> settings)
    {
    }

    /// <summary>Replaces ports by fakes.</summary>
    protected virtual void ConfigureServices(IServiceCollection services)
    {
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["ConnectionStrings:Platform"] = Database.ConnectionString,
            ["Roles"] = "api",
        };
        Configure(settings);
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureTestServices(ConfigureServices);
    }

    protected virtual async Task StopAsync()
    {
        await DisposeAsync();
        await Database.DisposeAsync();
    }
}
