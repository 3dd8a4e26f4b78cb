using AutoMapper;
using AutoMapper.QueryableExtensions;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Application.Plans;

/// <summary>The version of a plan that is on offer.</summary>
public sealed record GetPlan(string Code) : IQuery<PlanDto>;

internal sealed class GetPlanHandler(IAppDb db, IConfigurationProvider maps) : IRequestHandler<GetPlan, Result<PlanDto>>
{
    public async Task<Result<PlanDto>> Handle(GetPlan query, CancellationToken cancellationToken)
    {
        var plan = await db.Plans.AsNoTracking().Where(p => p.Code == query.Code && p.WithdrawnAt == null)
            .ProjectTo<PlanDto>(maps).SingleOrDefaultAsync(cancellationToken);
        return plan is null ? PlanErrors.NotFound() : plan;
    }
}
