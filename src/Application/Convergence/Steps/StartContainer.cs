using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

internal sealed class StartContainer(IContainerRuntime runtime) : IConvergenceStep
{
    public StepName Name => StepName.StartContainer;

    public Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken) =>
        runtime.StartAsync(context.Placement.Workload, cancellationToken);
}
