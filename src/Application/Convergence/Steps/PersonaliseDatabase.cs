using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Convergence;

namespace SaaSOdoo.Application.Convergence.Steps;

/// <summary>Gives the clone its own administrator, secrets and address before it is ever started.</summary>
internal sealed class PersonaliseDatabase(IOdooDatabases databases, IRoutes routes, ISecretProtector secrets, TimeProvider clock)
    : IConvergenceStep
{
    public StepName Name => StepName.PersonaliseDatabase;

    public async Task RunAsync(ConvergenceContext context, CancellationToken cancellationToken)
    {
        await routes.ReserveAsync(context.Placement, cancellationToken);

        // Only a database that is new is personalised, and the first password is revealed only after that: it is still there.
        var password = secrets.Unprotect(context.Secrets.AdminPassword!);
        var values = new Personalisation(
            context.Instance.Id.Value, context.Instance.OdooVersion, context.Instance.AdminEmail, password, context.Placement.Url!,
            clock.GetUtcNow());
        await databases.PersonaliseAsync(context.Server, context.Placement.Database, values, cancellationToken);
    }
}
