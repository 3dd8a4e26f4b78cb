using Quartz;
using SaaSOdoo.Infrastructure.Provisioning.Templates;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Removes templates that are not used any more.</summary>
internal sealed class TemplateEvictionJob(TemplateEviction eviction, AdvisoryLock locks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("template eviction", eviction.RunAsync, cancellationToken);
}
