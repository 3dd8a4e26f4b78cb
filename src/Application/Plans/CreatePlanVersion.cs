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

/// <summary>
/// Offers a new plan, or the next version of one in place of the one on offer. Who has bought an older version keeps it.
/// 409 <c>plan.superseded</c> when another operator was first.
/// </summary>
/// <param name="CpuLimit">The most one instance may have, as memory and storage (<c>4G</c>).</param>
/// <param name="TrialDays">0 for no trial.</param>
/// <param name="ReplacesVersion">The last version that the operator has seen, 0 for a new plan; null replaces whatever is there.</param>
public sealed record CreatePlanVersion(
    string Code, string Name, int MaxInstances, int MaxUsers, decimal CpuLimit, string MemoryLimit, string StorageLimit, DatabaseKind Database,
    int TrialDays, IReadOnlyList<PlanPriceInput> Prices, int? ReplacesVersion = null) : ICommand<PlanVersionDto>, IOperatorCommand
{
    internal Result<PlanTerms> Terms()
    {
        var prices = Prices.Select(p => PlanPriceTerms.Create(p.BillingPeriod, p.Currency, p.Amount)).ToList();
        return prices.Find(p => p.IsFailure) is { IsFailure: true } wrong
            ? wrong.Error
            : PlanTerms.Create(
                Name, MaxInstances, MaxUsers, CpuLimit, MemoryLimit, StorageLimit, Database, TrialDays, [.. prices.Select(p => p.Value)]);
    }
}

/// <param name="Amount">For one period; positive, at most two decimals.</param>
public sealed record PlanPriceInput(BillingPeriod BillingPeriod, string Currency, decimal Amount);

internal sealed class CreatePlanVersionValidator : AbstractValidator<CreatePlanVersion>
{
    private const int MostPrices = 100;

    public CreatePlanVersionValidator()
    {
        RuleFor(c => c.Code).Follows(Plan.CheckCode);
        RuleFor(c => c.Prices.Count).LessThanOrEqualTo(MostPrices).OverridePropertyName(c => c.Prices)
            .DependentRules(() => RuleFor(c => c).Follows(c => c.Terms()));
    }
}

internal sealed class CreatePlanVersionHandler(IAppDb db, IConfigurationProvider maps, TimeProvider clock)
    : IRequestHandler<CreatePlanVersion, Result<PlanVersionDto>>
{
    public async Task<Result<PlanVersionDto>> Handle(CreatePlanVersion command, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var latest = await db.Plans.Where(p => p.Code == command.Code).MaxAsync(p => (int?)p.Revision, cancellationToken) ?? 0;
        if (command.ReplacesVersion is { } seen && seen != latest)
            return PlanErrors.Superseded(latest);
        var plan = Plan.Offer(command.Code, latest + 1, command.Terms().Value, now);
        if (plan.IsFailure)
            return plan.Error;

        // One version of a code is on offer: the older goes first. Whoever was faster has changed its row, or has taken the number.
        (await db.Plans.SingleOrDefaultAsync(p => p.Code == command.Code && p.WithdrawnAt == null, cancellationToken))?.Withdraw(now);
        if (await db.SavePlanAsync(latest, cancellationToken) is { IsFailure: true } late)
            return late.Error;
        db.Plans.Add(plan.Value);
        if (await db.SavePlanAsync(latest, cancellationToken) is { IsFailure: true } taken)
            return taken.Error;

        return await db.Plans.AsNoTracking().Where(p => p.Id == plan.Value.Id).ProjectTo<PlanVersionDto>(maps).SingleAsync(cancellationToken);
    }
}
