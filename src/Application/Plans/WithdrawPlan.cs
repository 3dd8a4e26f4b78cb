using AutoMapper;
using AutoMapper.QueryableExtensions;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;

namespace SaaSOdoo.Application.Plans;

/// <summary>Takes a plan off the offer. Who has it keeps it and renews it. 404 <c>plan.not_found</c> when no version of it is on offer.</summary>
public sealed record WithdrawPlan(string Code) : ICommand<PlanVersionDto>, IOperatorCommand;

internal sealed class WithdrawPlanValidator : AbstractValidator<WithdrawPlan>
{
    public WithdrawPlanValidator() => RuleFor(c => c.Code).NotNull();
}

internal sealed class WithdrawPlanHandler(IAppDb db, IConfigurationProvider maps, TimeProvider clock)
    : IRequestHandler<WithdrawPlan, Result<PlanVersionDto>>
{
    public async Task<Result<PlanVersionDto>> Handle(WithdrawPlan command, CancellationToken cancellationToken)
    {
        var plan = await db.Plans.SingleOrDefaultAsync(p => p.Code == command.Code && p.WithdrawnAt == null, cancellationToken);
        if (plan is null)
            return PlanErrors.NotFound();

        plan.Withdraw(clock.GetUtcNow());
        if (await db.SavePlanAsync(plan.Revision, cancellationToken) is { IsFailure: true } late)
            return late.Error;
        return await db.Plans.AsNoTracking().Where(p => p.Id == plan.Id).ProjectTo<PlanVersionDto>(maps).SingleAsync(cancellationToken);
    }
}
