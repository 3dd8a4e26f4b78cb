using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

/// <summary>From here on the address is shown to the customer.</summary>
internal sealed class PublishRoute(IAppDb db, TimeProvider clock) : IConvergenceStep
{
    public StepName Name => StepName.PublishRoute;

    public async Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken)
    {
        context.Placement.Publish(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
