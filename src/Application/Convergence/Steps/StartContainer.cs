using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

internal sealed class StartContainer(IAppDb db, IContainerRuntime runtime) : IConvergenceStep
{
    public StepName Name => StepName.StartContainer;

    public async Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken)
    {
        try
        {
            await runtime.StartAsync(context.Placement.Workload, cancellationToken);
        }
        catch (RefusedException refused) when (refused.Code == "port_taken")
        {
            // Whatever has the port will keep it: the next attempt reserves another and replaces the container.
            context.Placement.FreePort();
            await db.SaveChangesAsync(cancellationToken);
            throw;
        }
    }
}
