using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using SaaSOdoo.Application.Provisioning;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Carries on the run of reconcile that an operator has asked for.</summary>
internal sealed partial class ReconcileRunJob(IServiceScopeFactory scopes, AdvisoryLock locks, ILogger<ReconcileRunJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("reconcile runs", RunAsync, cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await InScopeAsync(r => r.ActiveAsync(cancellationToken)) is not { } run)
            return;

        try
        {
            while (await InScopeAsync(r => r.StepAsync(run, cancellationToken)))
                cancellationToken.ThrowIfCancellationRequested();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(e, run.Value);
        }
    }

    private async Task<T> InScopeAsync<T>(Func<ReconcileRunner, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<ReconcileRunner>());
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The reconcile run {Run} met a fault; it is tried again")]
    private partial void Failed(Exception exception, Guid run);
}
