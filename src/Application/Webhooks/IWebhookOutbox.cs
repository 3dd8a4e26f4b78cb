using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>What puts deliveries on their way.</summary>
public interface IWebhookOutbox
{
    /// <summary>An event as it is sent.</summary>
    string BodyOf(EventDto happened);

    /// <summary>Wakes the workers when the caller's transaction commits; without it they find what is due a little later.</summary>
    Task WakeAsync(WebhookEndpointId endpoint, CancellationToken cancellationToken);
}
