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
                + "entitles to no instance until its first payment; invoices and payments are not offered yet.")
            .Takes(SubscriptionExamples.NewSubscription).Answers(StatusCodes.Status201Created, SubscriptionExamples.Subscription)
            .AlsoRefuses(StatusCodes.Status404NotFound);
        subscriptions.MapGet("/", List).Needs(Scopes.BillingRead).WithName("list_subscriptions").WithSummary("List the caller's subscriptions")
            .Answers(StatusCodes.Status200OK, new Page<SubscriptionDto>([SubscriptionExamples.Subscription], NextCursor: null));
        subscriptions.MapGet("/{id}", Get).Needs(Scopes.BillingRead).WithName("get_subscription").WithSummary("A subscription")
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
}
