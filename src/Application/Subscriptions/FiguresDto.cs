namespace SaaSOdoo.Application.Subscriptions;

/// <summary>How the business stands. Customers of test clocks are left out.</summary>
/// <param name="RecurringRevenue">For each currency in which something is sold.</param>
/// <param name="Months">The last twelve, this one last, as months of the billing's time zone.</param>
/// <param name="TrialsRunning">Trials that have not ended yet.</param>
/// <param name="Receivables">For each currency in which something is owed.</param>
public sealed record FiguresDto(
    DateTimeOffset AsOf, IReadOnlyList<RevenueDto> RecurringRevenue, IReadOnlyList<MonthDto> Months, int TrialsRunning, IReadOnlyList<ReceivablesDto> Receivables);

/// <param name="Monthly">What active and overdue subscriptions bring in a month: the sum of their prices divided by their months, rounded once.</param>
public sealed record RevenueDto(string Currency, int Subscriptions, decimal Monthly);

/// <param name="Month"><c>2026-11</c>.</param>
/// <param name="AtStart">Subscriptions that were active or overdue when it began.</param>
/// <param name="Left">Those of them that were suspended for good, cancelled or expired in it.</param>
/// <param name="Churn">Left divided by at start, four decimals; null when there were none.</param>
/// <param name="TrialsEnded">Trials that ended in it, those that were cancelled too.</param>
/// <param name="TrialsConverted">Those of them that were paid before they would have expired.</param>
/// <param name="Conversion">Converted divided by ended, four decimals; null when none ended.</param>
public sealed record MonthDto(string Month, int AtStart, int Left, decimal? Churn, int TrialsEnded, int TrialsConverted, decimal? Conversion);

/// <summary>What is owed on invoices that are dunned, by days since it was due.</summary>
/// <param name="NotDue">Issued ahead.</param>
/// <param name="To7Days">Due for up to seven days of 24 hours; likewise the others.</param>
/// <param name="Older">Due for more than 21 days.</param>
public sealed record ReceivablesDto(string Currency, decimal Total, decimal NotDue, decimal To7Days, decimal To14Days, decimal To21Days, decimal Older);
