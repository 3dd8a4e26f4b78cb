using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning.Steps;

internal sealed class WithdrawRoute(IAppDb db) : IProvisioningStep
{
    public StepName Name => StepName.WithdrawRoute;

    public async Task RunAsync(ProvisioningContext context, CancellationToken cancellationToken)
    {
        context.Allocation.Withdraw();
        await db.SaveChangesAsync(cancellationToken);
    }
}
