using MediatR;
using Microsoft.AspNetCore.Mvc;
using SaaSOdoo.Api.Auth;
using SaaSOdoo.Api.Events;
using SaaSOdoo.Api.Http;
using SaaSOdoo.Api.Http.Problems;
using SaaSOdoo.Api.OpenApi;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Domain.ApiKeys;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Webhooks;

namespace SaaSOdoo.Api.Webhooks;

internal static class WebhookEndpoints
{
    private const string Signing = """
        Each event is posted as JSON, as `/events` shows it, and signed as Standard Webhooks 1.0 says: `webhook-id` (the delivery's id, the
        same at every attempt: drop what you have seen), `webhook-timestamp` and `webhook-signature`. Any 2xx within 10 seconds is success.
        Anything else is tried again for three days; redirects are not followed; 410 disables the endpoint.
        """;

    public static void MapWebhooks(this RouteGroupBuilder api)
    {
        var endpoints = api.MapGroup("/webhook-endpoints").WithTags("Webhooks");

        endpoints.MapPost("/", Create).Needs(Scopes.WebhooksWrite).AsksForSecondFactor().WithName("create_webhook_endpoint")
            .WithSummary("Have a tenant's events sent to an address").WithDescription($"{Signing}\n\n{EventEndpoints.Types}")
            .Takes(WebhookExamples.New).Answers(StatusCodes.Status201Created, WebhookExamples.Created).AlsoRefuses(StatusCodes.Status404NotFound);
        endpoints.MapGet("/", List).Needs(Scopes.WebhooksRead).WithName("list_webhook_endpoints").WithSummary("List webhook endpoints, newest first")
            .Answers(StatusCodes.Status200OK, new Page<WebhookEndpointDto>([WebhookExamples.Endpoint], NextCursor: null));
        endpoints.MapGet("/{id}", Get).Needs(Scopes.WebhooksRead).WithName("get_webhook_endpoint").WithSummary("A webhook endpoint, without its secret")
            .Answers(StatusCodes.Status200OK, WebhookExamples.Endpoint);
        endpoints.MapPut("/{id}", Update).Needs(Scopes.WebhooksWrite).AsksForSecondFactor().WithName("update_webhook_endpoint")
            .WithSummary("Change address, event types and description; enable or disable").Takes(WebhookExamples.Change)
            .Answers(StatusCodes.Status200OK, WebhookExamples.Endpoint)
            .TakesBack<EndpointBody, WebhookEndpointDto>(
                c => new GetWebhookEndpoint(c.GetArgument<WebhookEndpointId>(0)),
                "disabled_reason", "failing_since", "previous_secret_until", "updated_at");
        endpoints.MapDelete("/{id}", Delete).Needs(Scopes.WebhooksWrite).AsksForSecondFactor().WithName("delete_webhook_endpoint")
            .WithSummary("Delete a webhook endpoint with its deliveries").Answers(StatusCodes.Status204NoContent);
        endpoints.MapPost("/{id}/rotate-secret", Rotate).Needs(Scopes.WebhooksWrite).AsksForSecondFactor().WithName("rotate_webhook_secret")
            .WithSummary("Make a new secret; the one before signs as well for 24 hours").Answers(StatusCodes.Status200OK, WebhookExamples.Created);
        endpoints.MapPost("/{id}/test", Test).Needs(Scopes.WebhooksWrite).WithName("test_webhook_endpoint")
            .WithSummary("Send the event webhook.test").Answers(StatusCodes.Status202Accepted, WebhookExamples.Delivery);
        endpoints.MapGet("/{id}/deliveries", Deliveries).Needs(Scopes.WebhooksRead).WithName("list_webhook_deliveries")
            .WithSummary("What was sent and what waits, newest first")
            .Answers(StatusCodes.Status200OK, new Page<WebhookDeliveryDto>([WebhookExamples.Delivery], NextCursor: null));

        var deliveries = api.MapGroup("/webhook-deliveries").WithTags("Webhooks");
        deliveries.MapGet("/{id}", Delivery).Needs(Scopes.WebhooksRead).WithName("get_webhook_delivery").WithSummary("A delivery with its attempts")
            .Answers(StatusCodes.Status200OK, WebhookExamples.Delivery);
        deliveries.MapPost("/{id}/redeliver", Redeliver).Needs(Scopes.WebhooksWrite).WithName("redeliver_webhook")
            .WithSummary("Send it once more under the same id").Answers(StatusCodes.Status202Accepted, WebhookExamples.Delivery);
    }

    private static async Task<IResult> Create(NewEndpointBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        var command = new CreateWebhookEndpoint(body.TenantId, body.Url, body.EventTypes, body.Description, body.Enabled);
        return (await mediator.Send(command, cancellationToken)).ToCreated(e => $"/api/v1/webhook-endpoints/{e.Id.Value}");
    }

    private static async Task<IResult> List(
        [AsParameters] PageQuery page, [FromQuery(Name = "tenant_id")] TenantId? tenantId, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new ListWebhookEndpoints(tenantId, page.ToPaging()), cancellationToken)).ToOk();

    private static async Task<IResult> Get(WebhookEndpointId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetWebhookEndpoint(id), cancellationToken)).ToOk();

    private static async Task<IResult> Update(
        WebhookEndpointId id, EndpointBody body, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator,
        CancellationToken cancellationToken) =>
        (await mediator.Send(
            new UpdateWebhookEndpoint(id, body.Url, body.EventTypes, body.Description, body.Enabled, ifMatch), cancellationToken)).ToOk();

    private static async Task<IResult> Delete(
        WebhookEndpointId id, [FromHeader(Name = "If-Match")] IfMatch? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new DeleteWebhookEndpoint(id, ifMatch), cancellationToken)).ToNoContent();

    private static async Task<IResult> Rotate(WebhookEndpointId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RotateWebhookSecret(id), cancellationToken)).ToOk();

    private static async Task<IResult> Test(WebhookEndpointId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new TestWebhookEndpoint(id), cancellationToken)).ToAccepted(Location);

    private static async Task<IResult> Deliveries(
        WebhookEndpointId id, [AsParameters] PageQuery page, EnumQuery<WebhookDeliveryStatus>? status, IMediator mediator,
        CancellationToken cancellationToken) =>
        (await mediator.Send(new ListWebhookDeliveries(id, status?.Value, page.ToPaging()), cancellationToken)).ToOk();

    private static async Task<IResult> Delivery(WebhookDeliveryId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetWebhookDelivery(id), cancellationToken)).ToOk();

    private static async Task<IResult> Redeliver(WebhookDeliveryId id, IMediator mediator, CancellationToken cancellationToken) =>
        (await mediator.Send(new RedeliverWebhook(id), cancellationToken)).ToAccepted(Location);

    private static string Location(WebhookDeliveryDto delivery) => $"/api/v1/webhook-deliveries/{delivery.Id.Value}";

    /// <param name="Url">https, at most 2,048 characters, leading to a public address; without user or password.</param>
    /// <param name="EventTypes">Names of public events, or <c>*</c> for all, also those to come.</param>
    internal sealed record NewEndpointBody(
        TenantId TenantId, string Url, List<string?> EventTypes, string? Description = null, bool Enabled = true);

    /// <summary>What is left out stays, null sets the default.</summary>
    internal sealed record EndpointBody(
        Optional<string> Url = default,
        Optional<List<string?>> EventTypes = default,
        Optional<string> Description = default,
        Optional<bool?> Enabled = default);
}
