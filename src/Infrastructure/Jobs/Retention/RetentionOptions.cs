namespace SaaSOdoo.Infrastructure.Jobs.Retention;

/// <summary>Section <c>Retention</c>: how long what is over is kept. The audit, subscriptions and instances are never purged (ADR 37).</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Events that <c>GET /events</c> and its stream give; and dead deliveries of them to consumers.</summary>
    public TimeSpan Events { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Progress of operations that have ended: for a reader that lost its connection and comes back.</summary>
    public TimeSpan Progress { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What was delivered to the platform's own consumers.</summary>
    public TimeSpan EventDeliveries { get; set; } = TimeSpan.FromDays(1);

    /// <summary>From when it was delivered or given up; what is older cannot be redelivered.</summary>
    public TimeSpan WebhookDeliveries { get; set; } = TimeSpan.FromDays(30);

    /// <summary>What became of mails, from when they were posted: they name people.</summary>
    public TimeSpan Mails { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Operations that ended; the last of an instance stays when it failed.</summary>
    public TimeSpan Operations { get; set; } = TimeSpan.FromDays(180);

    /// <summary>Sessions that expired.</summary>
    public TimeSpan Sessions { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Devices that nobody logged in from; afterwards a login from one is told as from a new one.</summary>
    public TimeSpan Devices { get; set; } = TimeSpan.FromDays(365);

    /// <summary>API keys that were revoked or expired.</summary>
    public TimeSpan ApiKeys { get; set; } = TimeSpan.FromDays(90);

    /// <summary>What the gateway told of payments that are settled: for as long as payers dispute, and a year's books are looked at.</summary>
    public TimeSpan PaymentMessages { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Runs of reconcile that have ended, with what they have found.</summary>
    public TimeSpan ReconcileRuns { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Rows that one statement deletes.</summary>
    public int Batch { get; set; } = 1000;

    public bool IsValid() =>
        Batch > 0 && new[] { Events, Progress, EventDeliveries, WebhookDeliveries, Mails, Operations, Sessions, Devices, ApiKeys, PaymentMessages, ReconcileRuns }.All(t => t > TimeSpan.Zero);
}
