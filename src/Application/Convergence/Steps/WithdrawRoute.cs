using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

internal sealed class WithdrawRoute(IAppDb db) : IConvergenceStep
{
    public StepName Name => StepName.WithdrawRoute;

    public async Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken)
    {
        context.Placement.Withdraw();
        await db.SaveChangesAsync(cancellationToken);
    }
}
