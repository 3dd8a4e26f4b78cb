namespace SaaSOdoo.Infrastructure.Jobs.Queues;

/// <summary>What a notification is about. Each goes with a subject, so that only those are woken whom it concerns.</summary>
internal static class Topics
{
    /// <summary>An operation is due.</summary>
    public const string Operations = "operations";

    /// <summary>An operation was cancelled; subject: its id.</summary>
    public const string Cancellations = "cancellations";

    /// <summary>A mail is due.</summary>
    public const string Mails = "mails";

    /// <summary>A webhook delivery is due.</summary>
    public const string Webhooks = "webhook_deliveries";

    /// <summary>The gateway is to be called or asked about a payment.</summary>
    public const string Payments = "payments";

    /// <summary>A backup is to be proven.</summary>
    public const string BackupProofs = "backup_proofs";

    /// <summary>An event was handed out to a consumer.</summary>
    public const string EventDeliveries = "event_deliveries";

    /// <summary>An event was saved, for those who hand it out; subject: its wire name.</summary>
    public const string Events = "events";

    /// <summary>An event was saved, for those who read along; subject: the id of what it happened to, or of its tenant.</summary>
    public const string Streams = "streams";

    /// <summary>There is a new key to encrypt with.</summary>
    public const string Keys = "keys";
}
