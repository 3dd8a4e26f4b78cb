using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

internal sealed class EnsureNetwork(IContainerRuntime runtime) : IProvisioningStep
{
    public StepName Name => StepName.EnsureNetwork;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        await runtime.EnsureNetworkAsync(cancellationToken);
        if (await runtime.ObserveAsync(context.Allocation.Workload, cancellationToken) is { OnNetwork: false })
            await runtime.ConnectAsync(context.Allocation.Workload, cancellationToken);
    }
}
