using MediatR;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Customers;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Api.Subscriptions;

/// <summary>For operators of a platform on which integrators try things out: months in seconds.</summary>
internal static class TestClockEndpoints
{
    private const string Path = "/api/v1/admin/test-clocks";

    private static readonly TestClockDto Example = new(
        new(Guid.Parse("0193b1a9-3c4d-7e5f-8a6b-7c8d9e0f1a2b")), "Sign-up to expiry", CustomerExamples.At, TestClockStatus.Ready, Target: null,
        [CustomerExamples.Customer.Id], CustomerExamples.At, Version: 1);

    public static void MapTestClocks(this RouteGroupBuilder api)
    {
        var clocks = api.MapGroup("/admin/test-clocks").WithTags("Subscriptions");
        clocks.MapGet("/", List).AdminOnly().WithName("list_test_clocks").WithSummary("Test clocks, newest first")
            .Answers(StatusCodes.Status200OK, new Page<TestClockDto>([Example], NextCursor: null)).AlsoRefuses(StatusCodes.Status404NotFound);
        clocks.MapPost("/", Create).AdminOnly().AsksForSecondFactor().WithName("create_test_clock").WithSummary("Give the billing of new customers a time of its own")
            .WithDescription("Only where `Billing:TestClocks` is on; elsewhere 404. Register a customer as usual, bind them here before they open their "
                + "first tenant, and advance the clock: trials, invoices, dunning and the ends of periods go by it, for good. Sessions, mails, "
                + "webhooks, payments at the gateway and the instances themselves go by the real time. Their invoices have numbers of "
                + "their own (`TEST-`) and are in no figures.")
            .Takes(new CreateTestClock(Example.Name, [CustomerExamples.Customer.Id])).Answers(StatusCodes.Status201Created, Example)
            .AlsoRefuses(StatusCodes.Status404NotFound);
        clocks.MapGet("/{id}", Get).AdminOnly().WithName("get_test_clock").WithSummary("A test clock").Answers(StatusCodes.Status200OK, Example);
        clocks.MapPost("/{id}/advance", Advance).AdminOnly().AsksForSecondFactor().WithName("advance_test_clock").WithSummary("Send a test clock forward")
            .WithDescription("By at most two billing periods of the shortest of its subscriptions. What falls due on the way is run in its order; look "
                + "at the clock until its `status` is `ready`.")
            .Takes(new AdvanceBody(CustomerExamples.At.AddDays(14))).Answers(StatusCodes.Status202Accepted, Example with
            {
                Status = TestClockStatus.Advancing,
                Target = CustomerExamples.At.AddDays(14),
            });
    }

    private static async Task<IResult> List([AsParameters] PageQuery page, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListTestClocks(page.ToPaging()), cancellationToken)).ToOk();

    private static async Task<IResult> Create(CreateTestClock command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToCreated(c => $"{Path}/{c.Id.Value}");

    private static async Task<IResult> Get(TestClockId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetTestClock(id), cancellationToken)).ToOk();

    private static async Task<IResult> Advance(TestClockId id, AdvanceBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new AdvanceTestClock(id, body.To), cancellationToken)).ToAccepted(c => $"{Path}/{c.Id.Value}");

    /// <param name="To">After what the clock shows.</param>
    internal sealed record AdvanceBody(DateTimeOffset To);
}
