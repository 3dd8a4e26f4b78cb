using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>From here on the address is shown to the customer.</summary>
internal sealed class PublishRoute(IAppDb db, TimeProvider clock) : IProvisioningStep
{
    public StepName Name => StepName.PublishRoute;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        context.Allocation.Publish(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
