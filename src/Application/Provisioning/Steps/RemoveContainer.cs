using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Removes the container and gives its address back.</summary>
internal sealed class RemoveContainer(IAppDb db, IContainerRuntime runtime) : IProvisioningStep
{
    public StepName Name => StepName.RemoveContainer;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        await runtime.RemoveAsync(context.Allocation.Workload, cancellationToken);
        context.Allocation.FreePort();
        await db.SaveChangesAsync(cancellationToken);
    }
}
