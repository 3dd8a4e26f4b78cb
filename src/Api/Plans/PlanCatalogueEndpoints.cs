using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Plans;

namespace SaaSOdoo.Api.Plans;

/// <summary>For operators: what is sold, and at which rates.</summary>
internal static class PlanCatalogueEndpoints
{
    public static void MapPlanCatalogue(this RouteGroupBuilder api)
    {
        var plans = api.MapGroup("/admin/plans").WithTags("Plans");
        plans.MapGet("/", List).AdminOnly().WithName("list_plan_versions").WithSummary("All versions of all plans, newest first")
            .Answers(StatusCodes.Status200OK, new Page<PlanVersionDto>([PlanExamples.Version], NextCursor: null));
        plans.MapPost("/", Create).AdminOnly().AsksForSecondFactor().WithName("create_plan_version").WithSummary("Offer a new plan, or the next version of one")
            .WithDescription("The version on offer is withdrawn at the same moment; who has it keeps it, at its price. A version never changes: of "
                + "operators who change a plan at the same time one succeeds, the others get 409 `plan.superseded`. Say in `replaces_version` which "
                + "version you have seen (0 for a new plan), so that nobody's change is lost. "
                + "With `database: dedicated` instances get a database server of their tenant's own, and wait until an operator has given one.")
            .Takes(PlanExamples.NewVersion).Answers(StatusCodes.Status201Created, PlanExamples.Version);
        plans.MapPost("/{code}/withdraw", Withdraw).AdminOnly().AsksForSecondFactor().WithName("withdraw_plan").WithSummary("Take a plan off the offer")
            .WithDescription("Subscriptions that have it keep it and renew it.").Answers(StatusCodes.Status200OK, PlanExamples.Version);

        var rates = api.MapGroup("/admin/exchange-rates").WithTags("Plans");
        rates.MapGet("/", ListRates).AdminOnly().WithName("list_exchange_rates").WithSummary("All exchange rates, newest first")
            .Answers(StatusCodes.Status200OK, new Page<ExchangeRateDto>([PlanExamples.Rate], NextCursor: null));
        rates.MapPost("/", CreateRate).AdminOnly().AsksForSecondFactor().WithName("create_exchange_rate").WithSummary("Add an exchange rate")
            .WithDescription("Prices without a price of their own in the currency are made from the price in USD, with the rate that is valid when "
                + "their invoice is issued. Rates are never changed.")
            .Takes(PlanExamples.NewRate).Answers(StatusCodes.Status201Created, PlanExamples.Rate);
    }

    private static async Task<IResult> List([AsParameters] PageQuery page, string? code, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListPlanVersions(page.ToPaging(), code), cancellationToken)).ToOk();

    private static async Task<IResult> Create(CreatePlanVersion command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToCreated(p => $"/api/v1/plans/{p.Code}");

    private static async Task<IResult> Withdraw(string code, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new WithdrawPlan(code), cancellationToken)).ToOk();

    private static async Task<IResult> ListRates([AsParameters] PageQuery page, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListExchangeRates(page.ToPaging()), cancellationToken)).ToOk();

    private static async Task<IResult> CreateRate(CreateExchangeRate command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToCreated(_ => "/api/v1/admin/exchange-rates");
}
