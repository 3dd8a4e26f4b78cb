using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

internal sealed class RemoveVolume(IContainerRuntime runtime) : IConvergenceStep
{
    public StepName Name => StepName.RemoveVolume;

    public Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken) =>
        runtime.RemoveVolumeAsync(context.Placement.Volume, cancellationToken);
}
