namespace SaaSOdoo.Domain.Subscriptions;

/// <summary>The times that a subscription's life follows.</summary>
/// <param name="IssueAhead">How long before a period begins its invoice is issued.</param>
/// <param name="PendingLapse">How long a subscription waits for its first payment.</param>
/// <param name="Retention">How long the instances of an ended subscription are kept.</param>
/// <param name="Dunning">What happens on which day after an invoice was due; the first on day 0, the days grow.</param>
/// <param name="Zone">Whose days and months count.</param>
public sealed record BillingTerms(
    TimeSpan IssueAhead, TimeSpan PendingLapse, TimeSpan Retention, IReadOnlyList<DunningDay> Dunning, TimeZoneInfo Zone);

public sealed record DunningDay(DunningKind Kind, int Day);
