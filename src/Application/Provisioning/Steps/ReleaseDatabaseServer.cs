using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>The last step of termination: also gives back an address that was reserved for a container that never came to be.</summary>
internal sealed class ReleaseDatabaseServer(IAppDb db) : IProvisioningStep
{
    public StepName Name => StepName.ReleaseDatabaseServer;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        context.Allocation.ReleaseServer();
        context.Allocation.FreePort();
        await db.SaveChangesAsync(cancellationToken);
    }
}
