using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

/// <summary>Puts the data in use that were loaded beside. One update of one row: there is nothing between before and after.</summary>
internal sealed class SwitchData(IAppDb db) : IProvisioningStep
{
    public StepName Name => StepName.SwitchData;

    public Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        context.Allocation.SwitchData();
        return db.SaveChangesAsync(cancellationToken);
    }
}
