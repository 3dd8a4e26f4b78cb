using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

/// <summary>The last step of termination: also gives back an address that was reserved for a container that never came to be.</summary>
internal sealed class ReleaseDatabaseServer(IAppDb db) : IConvergenceStep
{
    public StepName Name => StepName.ReleaseDatabaseServer;

    public async Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken)
    {
        context.Placement.ReleaseServer();
        context.Placement.FreePort();
        await db.SaveChangesAsync(cancellationToken);
    }
}
