using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Provisioning;

/// <summary>Newest first.</summary>
public sealed record ListReconcileRuns(Paging Paging) : IQuery<Page<ReconcileRunDto>>;

internal sealed class ListReconcileRunsHandler(IAppDb db) : IRequestHandler<ListReconcileRuns, Result<Page<ReconcileRunDto>>>
{
    public async Task<Result<Page<ReconcileRunDto>>> Handle(ListReconcileRuns query, CancellationToken cancellationToken) =>
        await db.ViewsOf(db.ReconcileRuns.AsNoTracking().NewestFirst(query.Paging, r => r.Id))
            .ToPageAsync(query.Paging, r => r.Id.Value, cancellationToken);
}
