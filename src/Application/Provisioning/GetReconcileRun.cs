using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Application.Provisioning;

public sealed record GetReconcileRun(ReconcileRunId Id) : IQuery<ReconcileRunDto>;

internal sealed class GetReconcileRunHandler(IAppDb db) : IRequestHandler<GetReconcileRun, Result<ReconcileRunDto>>
{
    public async Task<Result<ReconcileRunDto>> Handle(GetReconcileRun query, CancellationToken cancellationToken)
    {
        var found = await db.ViewsOf(db.ReconcileRuns.AsNoTracking().Where(r => r.Id == query.Id)).SingleOrDefaultAsync(cancellationToken);
        return found is null ? ReconcileErrors.NotFound : found;
    }
}
