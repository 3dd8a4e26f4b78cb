using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

internal sealed class EnsureContainer(IContainerRuntime runtime, IRoutes routes, WorkloadSpecs specs) : IConvergenceStep
{
    public StepName Name => StepName.EnsureContainer;

    public async Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken)
    {
        await routes.ReserveAsync(context.Placement, cancellationToken);
        var spec = specs.Describe(context.Instance, context.Secrets)
            ?? throw new InvalidOperationException("The container cannot be described: the plan lacks a step before this one.");
        await runtime.ApplyAsync(spec, cancellationToken);
    }
}
