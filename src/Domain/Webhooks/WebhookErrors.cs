using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Webhooks;

public static class WebhookErrors
{
    public static readonly Error EndpointNotFound = Error.NotFound("webhook_endpoint.not_found", "There is no such webhook endpoint.");

    public static readonly Error DeliveryNotFound = Error.NotFound("webhook_delivery.not_found", "There is no such delivery.");

    public static readonly Error EndpointDisabled = Error.Conflict("webhook.endpoint_disabled", "The endpoint is disabled. Enable it first.");

    public static readonly Error TooManyPending = Error.Conflict(
        "webhook.too_many_pending",
        $"{WebhookEndpoint.MaxPending} deliveries or more wait for this endpoint. Wait until they are through, or disable it: that ends them.");

    public static readonly Error TooManyEndpoints = Error.Conflict(
        "webhook.too_many_endpoints", $"A tenant has at most {WebhookEndpoint.MaxPerTenant} webhook endpoints. Delete one first.");
}
