using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

internal sealed class EnsureNetwork(IContainerRuntime runtime) : IConvergenceStep
{
    public StepName Name => StepName.EnsureNetwork;

    public async Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken)
    {
        await runtime.EnsureNetworkAsync(cancellationToken);
        if (await runtime.ObserveAsync(context.Placement.Workload, cancellationToken) is { OnNetwork: false })
            await runtime.ConnectAsync(context.Placement.Workload, cancellationToken);
    }
}
