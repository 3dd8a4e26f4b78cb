using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SaaSOdoo.Api.OpenApi;

namespace SaaSOdoo.Api.Hosting.Health;

/// <summary>Whether the process may be sent requests, and what is missing if not.</summary>
/// <param name="Checks">Each dependency by name: <c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
internal sealed record HealthAnswer(HealthStatus Status, IReadOnlyDictionary<string, HealthStatus> Checks);

/// <param name="Version">Of this build.</param>
/// <param name="Commit">What it was built from; null outside a repository.</param>
/// <param name="Runtime">The .NET that runs it.</param>
internal sealed record VersionAnswer(string Version, string? Commit, string Runtime);

internal static class HealthEndpoints
{
    private static readonly VersionAnswer ThisVersion = ReadVersion();

    public static void MapHealth(this WebApplication app)
    {
        var service = app.MapGroup("").AllowAnonymous().WithTags("Service").WithStatedProblems();
        service.MapGet("/health/live", Live).WithName("get_liveness").WithSummary("Answers while the process runs")
            .Answers(StatusCodes.Status200OK, new HealthAnswer(HealthStatus.Healthy, new Dictionary<string, HealthStatus>(StringComparer.Ordinal)));
        service.MapGet("/health/ready", Ready).WithName("get_readiness").WithSummary("Whether every dependency answers (503 when not)")
            .Answers(StatusCodes.Status200OK, new HealthAnswer(HealthStatus.Healthy, new Dictionary<string, HealthStatus>(StringComparer.Ordinal)
            {
                ["database"] = HealthStatus.Healthy,
                ["containers"] = HealthStatus.Healthy,
            }))
            .Answers(StatusCodes.Status503ServiceUnavailable, new HealthAnswer(HealthStatus.Unhealthy, new Dictionary<string, HealthStatus>(StringComparer.Ordinal)
            {
                ["database"] = HealthStatus.Healthy,
                ["containers"] = HealthStatus.Unhealthy,
            }));
        service.MapGet("/version", () => TypedResults.Ok(ThisVersion)).WithName("get_version").WithSummary("Which build answers")
            .Answers(StatusCodes.Status200OK, new VersionAnswer("1.0.0", "4f0c1d2", ".NET 10.0.0"));
    }

    private static IResult Live() => TypedResults.Ok(new HealthAnswer(HealthStatus.Healthy, new Dictionary<string, HealthStatus>(StringComparer.Ordinal)));

    private static async Task<IResult> Ready(HealthCheckService health, CancellationToken cancellationToken)
    {
        var report = await health.CheckHealthAsync(cancellationToken);
        var answer = new HealthAnswer(report.Status, report.Entries.ToDictionary(e => e.Key, e => e.Value.Status, StringComparer.Ordinal));
        return TypedResults.Json(answer, statusCode: report.Status == HealthStatus.Unhealthy
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK);
    }

    private static VersionAnswer ReadVersion()
    {
        var parts = typeof(HealthEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+');
        return new(parts[0], parts.Length > 1 ? parts[1] : null, RuntimeInformation.FrameworkDescription);
    }
}
