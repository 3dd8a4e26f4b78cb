using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Stops the container; one that shall stay stopped gives its port back, and takes it again at its start if it is still free.</summary>
internal sealed class StopContainer(IAppDb db, IContainerRuntime runtime, IOptions<ProvisioningOptions> options) : IProvisioningStep
{
    public StepName Name => StepName.StopContainer;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        await runtime.StopAsync(context.Allocation.Workload, options.Value.StopGrace, cancellationToken);
        if (context.Instance.DesiredPower == DesiredPower.Running)
            return;

        context.Allocation.FreePort();
        await db.SaveChangesAsync(cancellationToken);
    }
}
