using Quartz;

namespace SaaSOdoo.Infrastructure.Jobs.Retention;

/// <summary>Purges what is past its retention.</summary>
internal sealed class RetentionJob(RetentionPurge purge, AdvisoryLock locks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("retention", purge.RunAsync, cancellationToken);
}
