using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Looks at all instances, and collects what belongs to none.</summary>
internal sealed partial class DriftDetectionJob(IServiceScopeFactory scopes, AdvisoryLock locks, ILogger<DriftDetectionJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await locks.TryRunAsync("drift detection", RunAsync, cancellationToken);
        }
        catch (DependencyUnavailableException e)
        {
            Away(e.Dependency);
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DriftDetector>().DetectAsync(only: null, cancellationToken);
        }
        finally
        {
            // What one instance's fault keeps from being healed must not keep the others' remains.
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<OrphanCollector>().CollectAsync(cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing was reconciled: {Dependency} does not answer")]
    private partial void Away(string dependency);
}
