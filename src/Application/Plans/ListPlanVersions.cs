using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Plans;

/// <summary>All versions of all plans, withdrawn ones too, newest first.</summary>
/// <param name="Code">Null for those of all plans.</param>
public sealed record ListPlanVersions(Paging Paging, string? Code = null) : IQuery<Page<PlanVersionDto>>;

internal sealed class ListPlanVersionsHandler(IAppDb db, IConfigurationProvider maps)
    : IRequestHandler<ListPlanVersions, Result<Page<PlanVersionDto>>>
{
    public async Task<Result<Page<PlanVersionDto>>> Handle(ListPlanVersions query, CancellationToken cancellationToken) =>
        await db.Plans.AsNoTracking().Where(p => query.Code == null || p.Code == query.Code)
            .NewestFirst(query.Paging, p => p.Id).ProjectTo<PlanVersionDto>(maps)
            .ToPageAsync(query.Paging, p => p.Id.Value, cancellationToken);
}
