namespace SaaSOdoo.Infrastructure.Events;

/// <summary>Section <c>Events</c>.</summary>
public sealed class EventOptions
{
    public const string Section = "Events";

    /// <summary>How many events one process delivers to consumers at a time.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>How long a delivery belongs to a worker that does not say it is alive; it says so three times in this time.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often to look for events when no notification comes.</summary>
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(5);
}
