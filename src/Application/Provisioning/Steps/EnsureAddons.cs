using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Makes sure that every wanted module is installed. They come with the template; this proves it before the first start.</summary>
internal sealed class EnsureAddons(IOdooDatabases databases) : IProvisioningStep
{
    public StepName Name => StepName.EnsureAddons;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        if (context.Instance.CustomAddons.Count == 0)
            return;

        var installed = await databases.InstalledModulesAsync(context.Server, context.Allocation.Database, cancellationToken);
        var missing = context.Instance.CustomAddons.Except(installed, StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            throw new RefusedException("modules_missing", $"These modules are not installed: {string.Join(", ", missing)}.");
    }
}
