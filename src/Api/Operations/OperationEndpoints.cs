using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.Http.Streams;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Operations;

internal static class OperationEndpoints
{
    public static string Location(OperationDto operation) => $"/api/v1/operations/{operation.Id.Value}";

    public static void MapOperations(this RouteGroupBuilder api)
    {
        var operations = api.MapGroup("/operations").WithTags("Operations");

        operations.MapGet("/{id}", Get).Needs(Scopes.InstancesRead).WithName("get_operation").WithSummary("An operation with its steps and progress")
            .Produces<OperationDto>();
        operations.MapGet("/{id}/events", Follow).Needs(Scopes.InstancesRead).WithName("follow_operation")
            .WithSummary("The operation's events as they happen (server-sent events)").Produces<string>(200, "text/event-stream").Produces(StatusCodes.Status204NoContent)
            .AlsoRefuses(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> Get(OperationId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetOperation(id), cancellationToken)).ToOk();

    /// <summary>
    /// Ends after <c>operation.finished</c>, or when its time is up. A reader that lost the connection sends <c>Last-Event-ID</c> and misses
    /// nothing; 204 tells one who has the last event to stay away, as browsers do.
    /// </summary>
    private static async Task<IResult> Follow(
        OperationId id, [FromHeader(Name = "Last-Event-ID")] long? lastEventId, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new FollowOperation(id, lastEventId ?? 0), cancellationToken)).ToHttp(feed => feed.Events is { } events
            ? new RevalidatedStream(new ServerSentEvents(events), async token => !(await mediator.Send(new GetOperation(id), token)).IsFailure)
            : TypedResults.NoContent());
}
