using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SaaSOdoo.Infrastructure.Operations;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Whether this process's workers reach their queue: they look for work or extend a lease every few seconds.</summary>
internal sealed class WorkersCheck(OperationQueue queue, IOptions<OperationOptions> options, TimeProvider clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var silence = clock.GetUtcNow() - queue.LastContact;
        return Task.FromResult(silence < options.Value.Poll + options.Value.Lease
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy());
    }
}
