using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Asks for another try of the instances that have failed and whose pause is over.</summary>
internal sealed class FailedInstanceRetryJob(IServiceScopeFactory scopes, AdvisoryLock locks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("failed instance retry", RunAsync, cancellationToken);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FailedInstanceRetry>().RetryDueAsync(cancellationToken);
    }
}
