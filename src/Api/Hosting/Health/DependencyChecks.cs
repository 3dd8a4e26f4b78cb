using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Api.Hosting.Health;

internal sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var command = database.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

internal sealed class ContainersCheck(IContainerRuntime containers) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await containers.PingAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
