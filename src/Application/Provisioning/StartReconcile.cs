using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Asks for a look at everything, and for its repair unless it is a dry run. 409 <c>reconcile.running</c> while one is under way.</summary>
public sealed record StartReconcile(bool DryRun) : ICommand<ReconcileRunDto>, IOperatorCommand;

internal sealed class StartReconcileHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<StartReconcile, Result<ReconcileRunDto>>
{
    public async Task<Result<ReconcileRunDto>> Handle(StartReconcile command, CancellationToken cancellationToken)
    {
        var run = ReconcileRun.Ask(command.DryRun, caller.CustomerId, clock.GetUtcNow());
        db.ReconcileRuns.Add(run);
        var saved = await db.SaveUniqueAsync(e => e.Constraint == "ux_reconcile_runs_status" ? ReconcileErrors.Running : null, cancellationToken);
        if (saved.IsFailure)
            return saved.Error;

        return await db.ViewsOf(db.ReconcileRuns.AsNoTracking().Where(r => r.Id == run.Id)).SingleAsync(cancellationToken);
    }
}
