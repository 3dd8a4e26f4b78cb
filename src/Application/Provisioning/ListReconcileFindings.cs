using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>What a run has found so far, the latest first.</summary>
public sealed record ListReconcileFindings(ReconcileRunId Run, Paging Paging) : IQuery<Page<ReconcileFindingDto>>;

internal sealed class ListReconcileFindingsHandler(IAppDb db) : IRequestHandler<ListReconcileFindings, Result<Page<ReconcileFindingDto>>>
{
    public async Task<Result<Page<ReconcileFindingDto>>> Handle(ListReconcileFindings query, CancellationToken cancellationToken)
    {
        if (!await db.ReconcileRuns.AnyAsync(r => r.Id == query.Run, cancellationToken))
            return ReconcileErrors.NotFound;

        var found = await db.ReconcileFindings.AsNoTracking().Where(f => f.RunId == query.Run).NewestFirst(query.Paging, f => f.Id)
            .Select(f => new
            {
                Finding = f,
                Status = db.Operations.Where(o => o.Id == f.OperationId).Select(o => (OperationStatus?)o.Status).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        return Page<ReconcileFindingDto>.Of([.. found.Select(f => Of(f.Finding, f.Status))], query.Paging, f => f.Id.Value);
    }

    private static ReconcileFindingDto Of(ReconcileFinding f, OperationStatus? status) => new(
        f.Id, f.Kind, f.Name, f.InstanceId, f.DatabaseServerId, [.. f.Lines.Select(DriftLineDto.Of)], f.Steps, f.Outcome, f.Reason, f.OperationId, status);
}
