using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ApplicationTelemetry = SaaSOdoo.Application.Common.Telemetry;

namespace SaaSOdoo.Infrastructure.Telemetry;

public static class TelemetryRegistration
{
    /// <summary>
    /// Exports traces and metrics by OTLP over HTTP to <c>Telemetry:OtlpEndpoint</c> or <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>
    /// (<c>http://collector:4318</c>); without one, nothing is collected and nothing is paid for.
    /// </summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var endpoint = configuration["Telemetry:OtlpEndpoint"] ?? configuration["OTEL_EXPORTER_OTLP_ENDPOINT"];
        if (string.IsNullOrWhiteSpace(endpoint))
            return services;

        var version = typeof(TelemetryRegistration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("saasodoo", serviceVersion: version))
            .WithTracing(traces => traces
                .AddSource(ApplicationTelemetry.SourceName).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddNpgsql()
                .AddProcessor(new WithoutStatements())
                .AddOtlpExporter(options => Send(options, endpoint, "v1/traces")))
            .WithMetrics(metrics => metrics
                .AddMeter(ApplicationTelemetry.SourceName).AddAspNetCoreInstrumentation().AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation().AddNpgsqlInstrumentation()
                .AddOtlpExporter(options => Send(options, endpoint, "v1/metrics")));
        return services;
    }

    private static void Send(OtlpExporterOptions options, string endpoint, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri($"{endpoint.TrimEnd('/')}/{path}");
    }
}
