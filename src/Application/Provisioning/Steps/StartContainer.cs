using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

internal sealed class StartContainer(IAppDb db, IContainerRuntime runtime) : IProvisioningStep
{
    public StepName Name => StepName.StartContainer;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        try
        {
            await runtime.StartAsync(context.Allocation.Workload, cancellationToken);
        }
        catch (RefusedException refused) when (refused.Code == "port_taken")
        {
            // Whatever has the port will keep it: the next round reserves another and replaces the container.
            context.Allocation.FreePort();
            await db.SaveChangesAsync(cancellationToken);
            throw;
        }
    }
}
