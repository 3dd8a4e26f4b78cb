using Microsoft.Extensions.DependencyInjection;
using Quartz;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Subscriptions;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Does what has fallen due for subscriptions, and tells instances what no event has told them.</summary>
internal sealed class BillingCycleJob(IServiceScopeFactory scopes, AdvisoryLock locks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("billing cycle", RunAsync, cancellationToken);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DueSubscriptions>().AdvanceAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<BillingStandings>().SweepAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<UnpaidInstances>().TerminateDueAsync(cancellationToken);
    }
}
