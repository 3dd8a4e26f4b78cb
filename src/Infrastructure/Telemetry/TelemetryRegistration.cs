using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

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
        if (!string.IsNullOrWhiteSpace(endpoint))
            services.AddHostedService(_ => new OtlpExport(new Uri(endpoint)));
        return services;
    }
}
