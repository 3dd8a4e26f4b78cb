using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>The instance's files: a volume that begins as a copy of the template's filestore.</summary>
internal sealed class EnsureVolume(IContainerRuntime runtime) : IProvisioningStep
{
    public StepName Name => StepName.EnsureVolume;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        var (allocation, template) = (context.Allocation, context.Template!);
        await runtime.EnsureVolumeAsync(allocation.Volume, WorkloadSpecs.Labels(context.Instance), cancellationToken);
        await runtime.SeedVolumeAsync(
            Filestores.Of(template.Volume, template.Database),
            Filestores.Of(allocation.Volume, allocation.Database),
            allocation.ImageId!,
            cancellationToken);
    }
}
