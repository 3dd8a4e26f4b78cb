using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SaaSOdoo.Application.Provisioning.Servers;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Looks at the database servers whose turn it is.</summary>
internal sealed class DatabaseServerCheckJob(IServiceScopeFactory scopes, AdvisoryLock locks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("database server check", RunAsync, cancellationToken);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseServerChecks>().CheckDueAsync(cancellationToken);
    }
}
