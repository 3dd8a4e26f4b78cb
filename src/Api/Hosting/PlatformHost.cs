using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.Configuration.Json;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Customers.Pages;
using SaaSOdoo.Api.Hosting.Health;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Idempotency;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.Http.Streams;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure;
using SaaSOdoo.Infrastructure.Telemetry;

namespace SaaSOdoo.Api.Hosting;

/// <summary>Puts the process together: the same for the program and for a host that a test runs as a process of its own.</summary>
public static class PlatformHost
{
    public const long MaxBodyBytes = 1024 * 1024;

    /// <param name="args"><c>--settings FILE</c> adds a JSON file; <c>--Section:Key=value</c> sets one value.</param>
    /// <param name="adjust">Replaces services before the host is built.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        // What people and programs read is the same on every host, whatever language it speaks.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

        if (!UnicodeNormalizer.IsAvailable)
            throw new InvalidOperationException("ICU is switched off: unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT, and install libicu where it is missing.");

        // Settings lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddSettingsFile();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBodies.DrainedBytes;
            kestrel.Limits.TakeWhatIsRefusedLater();
            // Bytes that are no UTF-8 are not what any header of ours is made of: refused where the header is looked at, and not by a bare 400.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.UTF8;
        });
        builder.Logging.ClearProviders().AddJsonConsole(console =>
        {
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
        builder.Services.AddApplication();
        builder.Services.AddInfrastructure(builder.Configuration);
        if (PlatformRoles.Of(builder.Configuration).Worker)
            builder.Services.AddInfrastructureWorkers(builder.Configuration);
        builder.Services.AddTelemetry(builder.Configuration);
        builder.Services.AddHealth();
        builder.Services.AddOptions<StreamOptions>().Bind(builder.Configuration.GetSection(StreamOptions.Section))
            .Validate(
                s => s.KeepAlive > TimeSpan.Zero && s.Longest > TimeSpan.Zero && s.Recheck > TimeSpan.Zero && s.PerCustomer > 0,
                "Streams: KeepAlive, Longest, Recheck and PerCustomer must be positive.")
            .ValidateOnStart();
        builder.Services.AddSingleton<StreamLimiter>();
        builder.Services.AddWireFormat().AddRequestBodies().AddCompression().AddCrossOrigin(builder.Configuration);
        builder.Services.AddProblems();
        builder.Services.AddBearerSessions();
        builder.Services.AddIdempotency();
        builder.Services.AddOpenApiDocument();
        adjust?.Invoke(builder);

        // Fails here, and not at the first event, when one has no name or another's.
        RuntimeHelpers.RunClassConstructor(typeof(EventNames).TypeHandle);

        var app = builder.Build();
        app.UseRequestPipeline();
        app.MapHealth();
        if (PlatformRoles.Of(app.Configuration).Api)
        {
            app.MapGroup("/api/v1").RequireAuthorization().WithIdempotentPosts().WithKnownQueryParameters().WithStatedProblems().MapPlatform();
            app.MapGroup("").AllowAnonymous().WithStatedProblems().MapAccountPages();
        }

        return app;
    }

    // Above appsettings, below environment and command line.
    private static void AddSettingsFile(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["settings"] is not { } file)
            return;

        var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        var after = sources.Select((source, index) => source is JsonConfigurationSource ? index + 1 : 0).Max();
        var source = new JsonConfigurationSource { Path = Path.GetFullPath(file), Optional = false, ReloadOnChange = false };
        source.ResolveFileProvider();
        sources.Insert(after, source);
    }
}
