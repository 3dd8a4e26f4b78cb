namespace SaaSOdoo.Domain.Invoices;

/// <summary>When something happens to a customer's money.</summary>
/// <param name="Now">The time of billing: the customer's test clock's, where there is one.</param>
/// <param name="At">The real time: what ids and events go by.</param>
public sealed record BillingMoment(DateTimeOffset Now, DateTimeOffset At);
