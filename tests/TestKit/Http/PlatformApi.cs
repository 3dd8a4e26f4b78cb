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

    public PlatformDatabase Database { get; private init; } = new();

    /// <summary>Where it listens; starts it when it is not running.</summary>
    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>The same API over the same database once more, changed; the caller disposes it.</summary>
    /// <remarks>ASP.NET's WithWebHostBuilder gives clients of the original's port.</remarks>
    public PlatformApi With(Action<IWebHostBuilder> change) => new Variant(this, change);

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
            ["ConnectionStrings:Platform"] = Database.UserConnectionString,
            ["ConnectionStrings:PlatformOwner"] = Database.ConnectionString,
            ["Roles"] = "api",
            ["Billing:TestClocks"] = "true",
            // All tests come from one address.
            ["RateLimits:Permits"] = "1000000",
            // A customer of a test does in a second what others do in a day.
            ["RateLimits:Writes"] = "1000000",
            // Hundreds of customers register and log in; what a guess costs is the subject of few tests (RealPasswordCost).
            ["Passwords:Iterations"] = "100",
            ["Passwords:WaitingPerPlace"] = "1000",
            ["Logging:Console:LogLevel:Default"] = "Critical",
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

    private sealed class Variant : PlatformApi
    {
        private readonly PlatformApi original;
        private readonly Action<IWebHostBuilder> change;

        public Variant(PlatformApi original, Action<IWebHostBuilder> change)
        {
            (this.original, this.change) = (original, change);
            Database = original.Database;
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            original.ConfigureWebHost(builder);
            change(builder);
        }
    }
}
