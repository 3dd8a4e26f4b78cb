using Microsoft.Extensions.Options;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

internal sealed class StopContainer(IContainerRuntime runtime, IOptions<ProvisioningOptions> options) : IProvisioningStep
{
    public StepName Name => StepName.StopContainer;

    public Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken) =>
        runtime.StopAsync(context.Allocation.Workload, options.Value.StopGrace, cancellationToken);
}
