using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Customers;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Subscriptions;

namespace SaaSOdoo.Api.Subscriptions;

internal static class FigureEndpoints
{
    private static readonly FiguresDto Example = new(
        CustomerExamples.At, [new("USD", Subscriptions: 2, Monthly: 14.27m)],
        [new("2026-11", AtStart: 40, Left: 1, Churn: 0.025m, TrialsEnded: 8, TrialsConverted: 6, Conversion: 0.75m)], TrialsRunning: 5,
        [new("USD", Total: 30.80m, NotDue: 22.80m, To7Days: 8m, To14Days: 0m, To21Days: 0m, Older: 0m)]);

    public static void MapFigures(this RouteGroupBuilder api) => api.MapGroup("/admin/figures").WithTags("Subscriptions")
        .MapGet("/", Get).AdminOnly().WithName("get_figures").WithSummary("Recurring revenue, churn, trials and receivables")
        .WithDescription("Customers of test clocks are left out. Conversion of a month can still grow until trials that ended in it would have expired.")
        .Answers(StatusCodes.Status200OK, Example);

    private static async Task<IResult> Get(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetFigures(), cancellationToken)).ToOk();
}
