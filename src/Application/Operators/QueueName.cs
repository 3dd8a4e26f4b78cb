namespace SaaSOdoo.Application.Operators;

/// <summary>The kinds of work that wait in the database for a worker.</summary>
public enum QueueName
{
    Operations,
    Mails,
    WebhookDeliveries,
    EventDeliveries,

    /// <summary>Those that are dead are held: an operator decides, see <c>/admin/payments</c>.</summary>
    Payments,
}
