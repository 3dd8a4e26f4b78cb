using Quartz;
using SaaSOdoo.Infrastructure.Secrets;

namespace SaaSOdoo.Infrastructure.Jobs;

/// <summary>Brings stored secrets under the key in use, after a rotation by hand as well as after Data Protection's own, every 90 days.</summary>
internal sealed class SecretRotationJob(SecretRotation rotation, AdvisoryLock locks) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await locks.TryRunAsync("secret rotation", rotation.RunAsync, cancellationToken);
}
