using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Plans;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Api.Subscriptions;

internal static class SubscriptionEndpoints
{
    public static void MapSubscriptions(this RouteGroupBuilder api)
    {
        api.MapGet("/billing/trial-eligibility", TrialEligibility).WithTags("Subscriptions").Needs(Scopes.BillingRead).WithName("get_trial_eligibility")
            .WithSummary("Whether the next subscription can start with a trial")
            .Answers(StatusCodes.Status200OK, new TrialEligibilityDto(Eligible: true, Reason: null, TrialDays: 14));

        var subscriptions = api.MapGroup("/subscriptions").WithTags("Subscriptions");
        subscriptions.MapPost("/", Create).Needs(Scopes.BillingWrite).WithName("create_subscription").WithSummary("Subscribe a tenant to a plan")
            .WithDescription("Starts the trial when the plan has one and the customer never had one. Otherwise the subscription is `pending` and "
                + "entitles to no instance until its first payment: its invoice is there at once. `currency` is fixed for the "
                + "subscription's life; in ZWG the price is the plan's in USD at the exchange rate that is valid now, 409 `plan.no_rate` without one.")
            .Takes(SubscriptionExamples.NewSubscription).Answers(StatusCodes.Status201Created, SubscriptionExamples.Subscription)
            .AlsoRefuses(StatusCodes.Status404NotFound);
        subscriptions.MapGet("/", List).Needs(Scopes.BillingRead).WithName("list_subscriptions").WithSummary("List the caller's subscriptions")
            .Answers(StatusCodes.Status200OK, new Page<SubscriptionDto>([SubscriptionExamples.Subscription], NextCursor: null));
        subscriptions.MapGet("/{id}", Get).Needs(Scopes.BillingRead).WithName("get_subscription").WithSummary("A subscription")
            .Answers(StatusCodes.Status200OK, SubscriptionExamples.Subscription);
        MapChanges(subscriptions);
    }

    private static void MapChanges(RouteGroupBuilder subscriptions)
    {
        subscriptions.MapPost("/{id}/preview-change", PreviewChange).Needs(Scopes.BillingRead).WithName("preview_subscription_change")
            .WithSummary("What a change of plan or period would do and cost")
            .WithDescription("Has no effect. The figures hold until `expires_at`: send the `quote` with the change to be charged exactly that.")
            .Takes(SubscriptionExamples.WantedPlan).Answers(StatusCodes.Status200OK, SubscriptionExamples.Preview).AlsoRefuses(StatusCodes.Status402PaymentRequired);
        subscriptions.MapPost("/{id}/change", Change).Needs(Scopes.BillingWrite).WithName("change_subscription").WithSummary("Change the plan or the period")
            .WithDescription("A higher price in the same period is invoiced for the rest of it, and the change is made when that is paid. Everything else "
                + "is changed at the end of the period, if the tenant fits into the plan. During a trial and before the first payment it is changed at "
                + "once. One change waits at a time: a new one replaces it, and the code of the current plan drops it.")
            .Takes(SubscriptionExamples.NewChange).Answers(StatusCodes.Status200OK, SubscriptionExamples.Changing).AlsoRefuses(StatusCodes.Status402PaymentRequired);
        subscriptions.MapPost("/{id}/cancel", Cancel).Needs(Scopes.BillingWrite).AsksForSecondFactor().WithName("cancel_subscription")
            .WithSummary("End a subscription with its period, or now")
            .WithDescription("With `at: period_end`, until `resume` undoes it. With `at: now` it needs `confirm: true`: instances are suspended at once, and nothing "
                + "is given back of what was paid.")
            .Takes(SubscriptionExamples.Cancellation).Answers(StatusCodes.Status200OK, SubscriptionExamples.Cancelling);
        subscriptions.MapPost("/{id}/resume", Resume).Needs(Scopes.BillingWrite).WithName("resume_subscription")
            .WithSummary("Undo a cancellation at the end of the period")
            .Answers(StatusCodes.Status200OK, SubscriptionExamples.Subscription);
    }

    private static async Task<IResult> TrialEligibility(IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetTrialEligibility(), cancellationToken)).ToOk();

    private static async Task<IResult> Create(CreateSubscription command, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(command, cancellationToken)).ToCreated(s => $"/api/v1/subscriptions/{s.Id.Value}");

    private static async Task<IResult> List(
        [AsParameters] PageQuery page, [FromQuery(Name = "tenant_id")] TenantId? tenantId, EnumQuery<SubscriptionStatus>? status,
        IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListSubscriptions(page.ToPaging(), tenantId, status?.Value), cancellationToken)).ToOk();

    private static async Task<IResult> Get(SubscriptionId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetSubscription(id), cancellationToken)).ToOk();

    private static async Task<IResult> PreviewChange(SubscriptionId id, PlanBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new PreviewChange(id, body.Plan, body.BillingPeriod), cancellationToken)).ToOk();

    private static async Task<IResult> Change(SubscriptionId id, ChangeBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ChangeSubscription(id, body.Plan, body.BillingPeriod, body.Quote), cancellationToken)).ToOk();

    private static async Task<IResult> Cancel(SubscriptionId id, CancelBody body, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new CancelSubscription(id, body.At, body.Confirm), cancellationToken)).ToOk();

    private static async Task<IResult> Resume(SubscriptionId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ResumeSubscription(id), cancellationToken)).ToOk();

    /// <summary>Without a period: the current one.</summary>
    internal sealed record PlanBody(string Plan, BillingPeriod? BillingPeriod = null);

    internal sealed record ChangeBody(string Plan, BillingPeriod? BillingPeriod = null, string? Quote = null);

    internal sealed record CancelBody(CancelAt At = CancelAt.PeriodEnd, bool Confirm = false);
}
