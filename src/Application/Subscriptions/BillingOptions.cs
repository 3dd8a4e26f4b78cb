using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>Section <c>Billing</c>: when things fall due. Days are of 24 hours, counted from when an invoice is due unless said otherwise.</summary>
public sealed class BillingOptions
{
    public const string Section = "Billing";

    /// <summary>Issue of the next invoice and the last step of dunning must not meet those of the period after: the shortest month.</summary>
    public const int LongestCycleDays = 28;

    /// <summary>Whose days and years count, for everybody.</summary>
    public string TimeZone { get; set; } = "Africa/Harare";

    /// <summary>How long before a period begins its invoice is issued.</summary>
    public int IssueAheadDays { get; set; } = 7;

    /// <summary>When owners are reminded of what they owe.</summary>
    public IList<int> ReminderDays { get; set; } = [];

    /// <summary>When the instances of a tenant that owes are suspended.</summary>
    public int SuspendAfterDays { get; set; } = 14;

    /// <summary>When the subscription ends.</summary>
    public int ExpireAfterDays { get; set; } = 21;

    /// <summary>How long the instances of an ended subscription are kept, suspended.</summary>
    public int TerminateAfterDays { get; set; } = 30;

    /// <summary>How long a subscription waits for its first payment.</summary>
    public int PendingLapseDays { get; set; } = 7;

    /// <summary>How long a change waits for its payment.</summary>
    public TimeSpan ChangeLapse { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long the figures of a preview hold.</summary>
    public TimeSpan QuoteFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether customers may be bound to test clocks; never where real money is taken.</summary>
    public bool TestClocks { get; set; }

    /// <summary>3, 7 and 10 unless others are configured: lists are added to when they are bound.</summary>
    public IReadOnlyList<int> Reminders => ReminderDays.Count == 0 ? [3, 7, 10] : [.. ReminderDays.Order()];

    public TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>As the cycle of subscriptions takes them.</summary>
    public BillingTerms Terms => new(
        TimeSpan.FromDays(IssueAheadDays),
        TimeSpan.FromDays(PendingLapseDays),
        TimeSpan.FromDays(TerminateAfterDays),
        [
            new(DunningKind.PastDue, 0), .. Reminders.Select(d => new DunningDay(DunningKind.Reminder, d)),
            new(DunningKind.Suspension, SuspendAfterDays), new(DunningKind.Expiry, ExpireAfterDays),
        ],
        Zone);

    /// <summary>What is wrong with it; empty when nothing is.</summary>
    public IEnumerable<string> Failures()
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return "Billing:TimeZone is no time zone of this machine.";
        if (IssueAheadDays < 1 || PendingLapseDays < 1 || TerminateAfterDays < 1 || ChangeLapse <= TimeSpan.Zero || QuoteFor <= TimeSpan.Zero)
            yield return "Billing: IssueAheadDays, PendingLapseDays, TerminateAfterDays, ChangeLapse and QuoteFor must be positive.";
        if (IssueAheadDays + ExpireAfterDays > LongestCycleDays)
            yield return $"Billing: IssueAheadDays and ExpireAfterDays must not exceed {LongestCycleDays} days together.";
        if (Reminders.Any(d => d < 1 || d >= SuspendAfterDays) || SuspendAfterDays >= ExpireAfterDays)
            yield return "Billing: ReminderDays come before SuspendAfterDays, and those before ExpireAfterDays.";
    }
}
