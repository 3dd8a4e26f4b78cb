using System.Globalization;
using System.Text.Json;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.Http.Streams;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Application.Tenants;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Events;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace SaaSOdoo.Api.Events;

internal static class EventEndpoints
{
    private const string Order = """
        Oldest first, unlike the other lists: `next_cursor` is never null, may be kept for as long as you like, and asks for what has
        happened since. Nothing is ever added before it.
        """;

    /// <summary>The public events with what they mean, for the document.</summary>
    public static string Types { get; } =
        "Event types:\n\n" + string.Join('\n', PublicEvents.All.Select(e => $"- `{e.Key}`: {e.Value}"));

    public static void MapEvents(this RouteGroupBuilder api)
    {
        var events = api.MapGroup("/events").WithTags("Events");

        events.MapGet("/", List).Needs(Scopes.EventsRead).WithName("list_events").WithSummary("What happened in a tenant, oldest first")
            .WithDescription($"{Order}\n\n{Types}").Answers(StatusCodes.Status200OK, EventExamples.Page).AlsoRefuses(StatusCodes.Status404NotFound);
        events.MapGet("/stream", Follow).Needs(Scopes.EventsRead).WithName("follow_events")
            .WithSummary("A tenant's events as they happen (server-sent events)").WithDescription($"{Resuming}\n\n{Types}")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .AlsoRefuses(StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);
    }

    private const string Resuming = """
        From now on, or after the event that `Last-Event-ID` names: the id of an event of this stream, or a `next_cursor` of the list. The
        stream ends from time to time; come back with the last id, as browsers do by themselves, and nothing is missed.
        """;

    private static async Task<IResult> List(
        [FromQuery(Name = "tenant_id")] TenantId tenantId, string? type, PageLimit? limit, EventCursor? cursor, IMediator mediator,
        CancellationToken cancellationToken) =>
        (await mediator.Send(new ListEvents(tenantId, type, cursor?.Position ?? 0, limit?.Value ?? Paging.DefaultLimit), cancellationToken)).ToOk();

    private static async Task<IResult> Follow(
        [FromQuery(Name = "tenant_id")] TenantId tenantId,
        [FromHeader(Name = "Last-Event-ID")] long? lastEventId,
        IMediator mediator,
        IOptions<JsonOptions> json,
        CancellationToken cancellationToken) =>
        (await mediator.Send(new FollowEvents(tenantId, lastEventId), cancellationToken)).ToHttp(stream => new RevalidatedStream(
            new ServerSentEvents(
                stream.Events.Select(e => new FeedEvent(e.Position, e.Type, JsonSerializer.Serialize(EventDto.From(e), json.Value.SerializerOptions))),
                stream.After),
            async token => !(await mediator.Send(new GetTenant(tenantId), token)).IsFailure));

    /// <summary>A position, as the list and the stream name it.</summary>
    internal readonly record struct EventCursor(long Position) : IQueryValue
    {
        public static string Expected => "must be a cursor of this list";

        public static bool TryParse(string? text, out EventCursor cursor)
        {
            var parsed = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position);
            cursor = new(position);
            return parsed;
        }
    }
}
