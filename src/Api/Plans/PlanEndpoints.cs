using MediatR;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Plans;

namespace SaaSOdoo.Api.Plans;

internal static class PlanEndpoints
{
    public static void MapPlans(this RouteGroupBuilder api)
    {
        var plans = api.MapGroup("/plans").WithTags("Plans");
        plans.MapGet("/", List).AllowAnonymous().WithName("list_plans").WithSummary("List the plans on offer")
            .Answers(StatusCodes.Status200OK, new PlanListDto([PlanExamples.Plan]));
        plans.MapGet("/{code}", Get).AllowAnonymous().WithName("get_plan").WithSummary("A plan on offer")
            .Answers(StatusCodes.Status200OK, PlanExamples.Plan);
    }

    private static async Task<IResult> List(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListPlans(), cancellationToken)).ToOk();

    private static async Task<IResult> Get(string code, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetPlan(code), cancellationToken)).ToOk();
}
