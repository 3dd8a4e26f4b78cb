using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

internal sealed class StopContainer(IContainerRuntime runtime, IOptions<ProvisioningOptions> options) : IConvergenceStep
{
    public StepName Name => StepName.StopContainer;

    public Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken) =>
        runtime.StopAsync(context.Placement.Workload, options.Value.StopGrace, cancellationToken);
}
