using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Api.Tenants;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Operators;

namespace SaaSOdoo.Api.Operators;

/// <summary>For operators: what waits, what was given up, and trying that again.</summary>
internal static class QueueEndpoints
{
    private const string Path = "/api/v1/admin/queues";

    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    private static readonly QueueListDto All = new(
    [
        new(QueueName.Operations, Pending: 3, Leased: 2, Dead: 1, At),
        new(QueueName.Mails, Pending: 0, Leased: 0, Dead: 0, OldestDue: null),
        new(QueueName.WebhookDeliveries, Pending: 120, Leased: 8, Dead: 14, At.AddSeconds(-4)),
        new(QueueName.EventDeliveries, Pending: 1, Leased: 1, Dead: 0, OldestDue: null),
        new(QueueName.Payments, Pending: 4, Leased: 1, Dead: 0, OldestDue: null),
    ]);

    private static readonly DeadItemDto Dead = new(
        new(Guid.Parse("0193b1a7-1b2c-7d3e-8f40-5a6b7c8d9e0f")), TenantExamples.Tenant.Id, "instance.running", Attempts: 11, "exhausted", At);

    public static void MapQueues(this RouteGroupBuilder api)
    {
        var queues = api.MapGroup("/admin/queues").WithTags("Operators");

        queues.MapGet("/", List).AdminOnly().WithName("list_queues").WithSummary("The queues of work, and how full they are")
            .Answers(StatusCodes.Status200OK, All);
        queues.MapGet("/{queue}/dead", ListDead).AdminOnly().WithName("list_dead").WithSummary("What was given up in a queue, newest first")
            .Answers(StatusCodes.Status200OK, new Page<DeadItemDto>([Dead], NextCursor: null));
        queues.MapPost("/{queue}/dead/{id}/replay", Replay).AdminOnly().AsksForSecondFactor().WithName("replay_dead").WithSummary("Try dead work again from the beginning")
            .WithDescription("A failed operation is tried again by a new one, where the state of its instance allows it; the answer has its id.")
            .Answers(StatusCodes.Status202Accepted, new ReplayedDto(QueueName.WebhookDeliveries, Dead.Id));
    }

    private static async Task<IResult> List(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListQueues(), cancellationToken)).ToOk();

    private static async Task<IResult> ListDead(
        EnumQuery<QueueName> queue, [AsParameters] PageQuery page, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListDead(queue.Value, page.ToPaging()), cancellationToken)).ToOk();

    private static async Task<IResult> Replay(
        EnumQuery<QueueName> queue, QueueItemId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ReplayDead(queue.Value, id), cancellationToken)).ToAccepted(_ => Path);
}
