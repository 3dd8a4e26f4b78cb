using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Provisioning;

/// <summary>For operators: what is damaged anywhere, and its repair.</summary>
internal static class ReconcileEndpoints
{
    private const string Path = "/api/v1/admin/reconcile";

    public static void MapReconcile(this RouteGroupBuilder api)
    {
        var runs = api.MapGroup("/admin/reconcile").WithTags("Provisioning");
        runs.MapPost("/", Start).AdminOnly().AsksForSecondFactor().WithName("start_reconcile").WithSummary("Look at everything that there is, and put it right")
            .WithDescription("With `dry_run=true` it only looks. A worker does it in batches: look at the run until its `status` is `completed`, and of a real "
                + "one until `pending` is 0. Instances are put right by operations of kind `heal`, what belongs to no live instance is removed. One run at a time.")
            .Answers(StatusCodes.Status202Accepted, ProvisioningExamples.Run).AlsoRefuses(StatusCodes.Status409Conflict);
        runs.MapGet("/", List).AdminOnly().WithName("list_reconcile_runs").WithSummary("Runs of reconcile, newest first")
            .Answers(StatusCodes.Status200OK, new Page<ReconcileRunDto>([ProvisioningExamples.Run], NextCursor: null));
        runs.MapGet("/{id}", Get).AdminOnly().WithName("get_reconcile_run").WithSummary("How far a run has come").Answers(StatusCodes.Status200OK, ProvisioningExamples.Run);
        runs.MapGet("/{id}/findings", ListFindings).AdminOnly().WithName("list_reconcile_findings").WithSummary("What a run has found, the latest first")
            .Answers(StatusCodes.Status200OK, new Page<ReconcileFindingDto>([ProvisioningExamples.Finding], NextCursor: null));
    }

    private static async Task<IResult> Start([FromQuery(Name = "dry_run")] bool? dryRun, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new StartReconcile(dryRun ?? false), cancellationToken)).ToAccepted(r => $"{Path}/{r.Id.Value}");

    private static async Task<IResult> List([AsParameters] PageQuery page, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListReconcileRuns(page.ToPaging()), cancellationToken)).ToOk();

    private static async Task<IResult> Get(ReconcileRunId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetReconcileRun(id), cancellationToken)).ToOk();

    private static async Task<IResult> ListFindings(
        ReconcileRunId id, [AsParameters] PageQuery page, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListReconcileFindings(id, page.ToPaging()), cancellationToken)).ToOk();
}
