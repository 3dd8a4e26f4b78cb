using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Plans;

/// <summary>The plans on offer, from the smallest to the largest.</summary>
public sealed record ListPlans : IQuery<PlanListDto>;

public sealed record PlanListDto(IReadOnlyList<PlanDto> Items);

internal sealed class ListPlansHandler(IAppDb db, IConfigurationProvider maps) : IRequestHandler<ListPlans, Result<PlanListDto>>
{
    public async Task<Result<PlanListDto>> Handle(ListPlans query, CancellationToken cancellationToken) =>
        new PlanListDto(await db.Plans.AsNoTracking().Where(p => p.WithdrawnAt == null)
            .OrderBy(p => p.MaxInstances).ThenBy(p => p.Code)
            .ProjectTo<PlanDto>(maps).ToListAsync(cancellationToken));
}
