using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

/// <summary>The instance's files: a volume that begins as a copy of the template's filestore.</summary>
internal sealed class EnsureVolume(IContainerRuntime runtime) : IConvergenceStep
{
    public StepName Name => StepName.EnsureVolume;

    public async Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken)
    {
        var (placement, template) = (context.Placement, context.Template!);
        await runtime.EnsureVolumeAsync(placement.Volume, WorkloadSpecs.Labels(context.Instance), cancellationToken);
        await runtime.SeedVolumeAsync(
            new VolumePath(template.Volume, OdooConfiguration.DataDirectory, $"filestore/{template.Database}"),
            new VolumePath(placement.Volume, OdooConfiguration.DataDirectory, $"filestore/{placement.Database}"),
            placement.ImageId!,
            cancellationToken);
    }
}
