using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

internal sealed class RemoveVolume(IContainerRuntime runtime) : IProvisioningStep
{
    public StepName Name => StepName.RemoveVolume;

    public Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken) =>
        runtime.RemoveVolumeAsync(context.Allocation.Volume, cancellationToken);
}
