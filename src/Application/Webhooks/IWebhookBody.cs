using SaaSOdoo.Application.Events;

namespace SaaSOdoo.Application.Webhooks;

/// <summary>Writes down what is sent to endpoints.</summary>
public interface IWebhookBody
{
    /// <summary>The event as <c>/events</c> shows it.</summary>
    string Of(EventDto happened);
}
