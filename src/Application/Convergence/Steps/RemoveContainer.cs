using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

/// <summary>Removes the container and gives its address back.</summary>
internal sealed class RemoveContainer(IAppDb db, IContainerRuntime runtime) : IConvergenceStep
{
    public StepName Name => StepName.RemoveContainer;

    public async Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken)
    {
        await runtime.RemoveAsync(context.Placement.Workload, cancellationToken);
        context.Placement.FreePort();
        await db.SaveChangesAsync(cancellationToken);
    }
}
