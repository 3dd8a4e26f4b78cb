using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SaaSOdoo.Application.Backups;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Orders the backups that schedules say are due.</summary>
internal sealed class BackupScheduleJob(IServiceScopeFactory scopes, AdvisoryLock locks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("backup schedules", RunAsync, cancellationToken);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<BackupRuns>().OrderDueAsync(cancellationToken);
    }
}
