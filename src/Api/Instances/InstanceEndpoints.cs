using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Idempotency;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.Http.Streams;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Api.Operations;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Api.Instances;

internal static class InstanceEndpoints
{
    public static void MapInstances(this RouteGroupBuilder api)
    {
        var instances = api.MapGroup("/instances").WithTags("Instances");

        instances.MapPost("/", Create).Needs(Scopes.InstancesWrite).WithName("create_instance").WithSummary("Create an Odoo instance; a worker provisions it")
            .Takes(InstanceExamples.Create).Produces<InstanceDto>(201).AlsoRefuses(402, 404);
        instances.MapGet("/", List).Needs(Scopes.InstancesRead).WithName("list_instances").WithSummary("List instances, newest first").Produces<Page<InstanceDto>>();
        instances.MapGet("/{id}", Get).Needs(Scopes.InstancesRead).WithName("get_instance").WithSummary("An instance with all its states").Produces<InstanceDto>();
        instances.MapPut("/{id}", Change).Needs(Scopes.InstancesWrite).WithName("update_instance").WithSummary("Change what may change; limits are applied live")
            .WithDescription("Limits are applied to the running instance, variables by one restart. With `dry_run=true` nothing is changed: what would be "
                + "refused is refused, else the answer is `{ \"instance_id\", \"changed\": [\"memory_limit\"], \"applies\": \"none\" | \"live\" | \"restart\", "
                + "\"steps\": [\"ensure_container\", …] }`. What concerns the container of an instance that does not run is applied by its next start.")
            .Takes(InstanceExamples.Change).Produces<InstanceDto>().AlsoRefuses(402)
            .TakesBack<InstanceChangeBody, InstanceDto>(
                c => new GetInstance(c.GetArgument<InstanceId>(0)),
                "container_status", "health", "billing_status", "provisioning_status", "external_url", "error_code", "error_message",
                "last_health_check", "started_at", "updated_at", "operation_id");
        instances.MapDelete("/{id}", Terminate).Needs(Scopes.InstancesWrite).AsksForSecondFactor().WithName("terminate_instance").WithSummary("Terminate an instance: nothing of it is left")
            .Produces<OperationDto>(202).AlsoRefuses(409);
        instances.MapPost("/{id}/actions", Act).Needs(Scopes.InstancesWrite).AsksForSecondFactor().WithName("act_on_instance").WithSummary("Start, stop, restart, retry, back up, restore, terminate or reactivate")
            .Takes(InstanceExamples.Act).Answers(202, InstanceExamples.Accepted).AlsoRefuses(402);
        instances.MapGet("/{id}/status", Status).Needs(Scopes.InstancesRead).WithName("get_instance_status").WithSummary("Status, health and what may be done now")
            .Produces<InstanceStatusDto>();
        instances.MapGet("/{id}/operations", Operations).Needs(Scopes.InstancesRead).WithName("list_instance_operations").WithSummary("What was done to an instance")
            .Produces<Page<OperationDto>>();
        instances.MapGet("/{id}/logs", Logs).Needs(Scopes.InstancesRead).WithName("read_instance_logs").WithSummary("The container's own output")
            .Produces<string>(200, "text/plain").AlsoRefuses(409, StatusCodes.Status429TooManyRequests);
        instances.MapPost("/{id}/credentials", Credentials).Needs(Scopes.InstancesWrite).AsksForSecondFactor().AnswersWithSecret().WithName("reveal_instance_credentials")
            .WithSummary("Odoo's first administrator password, shown once").Produces<InstanceCredentials>().AlsoRefuses(409)
            .WithDescription("Shown once, and again for 24 hours under the same `Idempotency-Key` of the same session or API key: send one, so that a lost answer loses nothing.");
        instances.MapGet("/check-subdomain/{subdomain}", CheckSubdomain).Needs(Scopes.InstancesRead).WithName("check_subdomain")
            .WithSummary("Whether a subdomain could be had now").Produces<SubdomainAvailability>();
    }

    private static async Task<IResult> Create(InstanceBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(body.ToCommand(), cancellationToken)).ToCreated(i => $"/api/v1/instances/{i.Id.Value}");

    private static async Task<IResult> List(
        [AsParameters] PageQuery page,
        [FromQuery(Name = "tenant_id")] TenantId? tenantId,
        EnumQuery<InstanceStatus>? status,
        IMediator mediator,
        CancellationToken cancellationToken) =>
        (await mediator.Send(new ListInstances(tenantId, status?.Value, page.ToPaging()), cancellationToken)).ToOk();

    private static async Task<IResult> Get(InstanceId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetInstance(id), cancellationToken)).ToOk();

    private static async Task<IResult> Change(
        InstanceId id,
        InstanceChangeBody body,
        [FromHeader(Name = "If-Match")] IfMatch? ifMatch,
        [FromQuery(Name = "dry_run")] bool? dryRun,
        IMediator mediator,
        CancellationToken cancellationToken) => dryRun == true
        ? (await mediator.Send(new PreviewInstanceUpdate(id, body.ToChange(), ifMatch), cancellationToken)).ToOk()
        : (await mediator.Send(new UpdateInstance(id, body.ToChange(), ifMatch), cancellationToken)).ToOk();

    private static async Task<IResult> Terminate(
        InstanceId id, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new TerminateInstance(id, ifMatch), cancellationToken)).ToAccepted(OperationEndpoints.Location);

    private static async Task<IResult> Act(
        InstanceId id, ActionBody body, IMediator mediator, TimeProvider clock, CancellationToken cancellationToken)
    {
        var command = body.ToCommand(id);
        var operation = command.IsFailure ? command.Error : await mediator.Send(command.Value, cancellationToken);
        return operation.ToHttp(o => TypedResults.Accepted(
            OperationEndpoints.Location(o), new ActionAccepted(id, body.Action, o.Status, $"{EnumText<OperationKind>.Of(o.Kind)} is queued.", o.Id, clock.GetUtcNow())));
    }

    private static async Task<IResult> Status(InstanceId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetInstanceStatus(id), cancellationToken)).ToOk();

    private static async Task<IResult> Operations(
        InstanceId id, [AsParameters] PageQuery page, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListOperations(id, page.ToPaging()), cancellationToken)).ToOk();

    private static async Task<IResult> Logs(
        InstanceId id, int? tail, bool? follow, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetInstanceLogs(id, tail ?? 200, follow ?? false), cancellationToken)).ToHttp(lines => new RevalidatedStream(
            new TextLineStream(lines), async token => !(await mediator.Send(new GetInstance(id), token)).IsFailure));

    private static async Task<IResult> Credentials(InstanceId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RevealCredentials(id), cancellationToken)).ToOk();

    private static async Task<IResult> CheckSubdomain(string subdomain, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new CheckSubdomain(subdomain), cancellationToken)).ToOk();
}
