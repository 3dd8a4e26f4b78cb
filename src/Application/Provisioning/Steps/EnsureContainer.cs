using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

internal sealed class EnsureContainer(IContainerRuntime runtime, IRoutes routes, WorkloadSpecs specs) : IProvisioningStep
{
    public StepName Name => StepName.EnsureContainer;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        await routes.ReserveAsync(context.Allocation, cancellationToken);
        var spec = specs.Describe(context.Instance, context.Secrets)
            ?? throw new InvalidOperationException("The container cannot be described: the plan lacks a step before this one.");
        await runtime.ApplyAsync(spec, cancellationToken);
    }
}
