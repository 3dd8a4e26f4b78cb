using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SaaSOdoo.Application.Backups;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Deletes backups that have expired, and removes what deleted ones have left.</summary>
internal sealed class BackupSweepJob(IServiceScopeFactory scopes, AdvisoryLock locks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("backup sweep", RunAsync, cancellationToken);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<BackupSweep>().RunAsync(cancellationToken);
    }
}
