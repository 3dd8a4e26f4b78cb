using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Puts the former data in use again.</summary>
internal sealed class SwitchBack(IAppDb db) : IProvisioningStep
{
    public StepName Name => StepName.SwitchBack;

    public Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        context.Allocation.SwitchData();
        return db.SaveChangesAsync(cancellationToken);
    }
}
