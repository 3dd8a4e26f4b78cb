using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

/// <summary>Makes sure of the image and of the template database that the instance is cloned from.</summary>
internal sealed class EnsureTemplate(IAppDb db, IContainerRuntime runtime, IOdooDatabases databases, IOptions<ProvisioningOptions> options)
    : IConvergenceStep
{
    public StepName Name => StepName.EnsureTemplate;

    public async Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken)
    {
        var (instance, placement) = (context.Instance, context.Placement);
        var image = options.Value.ImageOf(instance.OdooVersion);
        placement.PinImage(await runtime.EnsureImageAsync(image, context.Progress, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);

        var spec = new TemplateSpec(
            instance.OdooVersion, image, placement.ImageId!, instance.DemoData, instance.CustomAddons, instance.DisabledModules);
        context.Template = await databases.EnsureTemplateAsync(context.Server, spec, context.Progress, cancellationToken);
    }
}
