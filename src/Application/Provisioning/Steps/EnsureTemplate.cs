using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Makes sure of the image and of the template database that the instance is cloned from.</summary>
internal sealed class EnsureTemplate(IAppDb db, IContainerRuntime runtime, IOdooDatabases databases, IOptions<ProvisioningOptions> options)
    : IProvisioningStep
{
    public StepName Name => StepName.EnsureTemplate;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        var (instance, allocation) = (context.Instance, context.Allocation);
        var image = options.Value.ImageOf(instance.OdooVersion);
        allocation.PinImage(await runtime.EnsureImageAsync(image, context.Progress, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);

        var spec = new TemplateSpec(
            instance.OdooVersion, image, allocation.ImageId!, instance.DemoData, instance.CustomAddons, instance.DisabledModules);
        context.Template = await databases.EnsureTemplateAsync(
            context.Server, spec, context.WaitingSince is null ? options.Value.HoldWhileWaiting : TimeSpan.Zero, context.Progress, cancellationToken);
    }
}
