using SaaSOdoo.Domain.Sessions;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Payments;

namespace SaaSOdoo.Infrastructure.Jobs.Retention;

/// <summary>
/// The one list of what is purged. What is still to be delivered never is, nor the audit, nor what bills are made of: subscriptions, trials,
/// and instances with their times, invoices, payments and the ledger.
/// </summary>
internal static class RetentionRules
{
    private const string Delivered = "not exists (select from event_deliveries d where d.event_position = t.position and d.status <> 'done')";
    private const string Ended = "not exists (select from operations o where o.id = t.subject and o.status in ('queued', 'running'))";

    // A failed operation can be replayed as long as nothing else was asked of its instance.
    private const string Settled = """
        (t.status <> 'failed' or exists (
            select from operations later where later.instance_id = t.instance_id and later.created_at > t.created_at))
        """;

    // What is open, asked for, or waits for an operator with its money (Payment.IsHeld).
    private const string Paid = $"""
        not exists (select from payments p where p.id = t.payment_id and (
            p.watched_until is not null or p.{PaymentConfiguration.Open}
            or (p.received_amount is not null and p.status in ('failed', 'cancelled'))))
        """;

    public static IReadOnlyList<RetentionRule> Of(RetentionOptions keep) =>
    [
        new("events", "at", keep.Progress) { Condition = $"t.{EventRowConfiguration.Progress} and t.dispatched_at is not null and {Ended}" },
        new("events", "at", keep.Events) { Condition = $"t.{EventRowConfiguration.Lasting} and t.dispatched_at is not null and {Delivered}" },
        new("event_deliveries", "run_after", keep.EventDeliveries) { Condition = "t.status = 'done'" },
        new("event_deliveries", "run_after", keep.Events) { Condition = "t.status = 'dead'" },
        new("webhook_deliveries", "finished_at", keep.WebhookDeliveries),
        new("mails", "created_at", keep.Mails) { Condition = "t.status <> 'queued'" },
        new("operations", "finished_at", keep.Operations) { Condition = Settled },
        new("reconcile_runs", "finished_at", keep.ReconcileRuns),
        new("sessions", "expires_at", keep.Sessions),
        new("known_devices", "last_seen_at", keep.Devices),
        new("api_keys", "revoked_at", keep.ApiKeys),
        new("api_keys", "expires_at", keep.ApiKeys),
        new("payment_messages", "last_received_at", keep.PaymentMessages) { Condition = Paid },
        new("unknown_logins", "last_at", UnknownLogin.Memory),
        // Answered or not: invitations name people outside the team.
        new("invitations", "expires_at", TimeSpan.Zero),
        new("one_time_tokens", "expires_at", TimeSpan.Zero),
        new("rate_limit_counters", "ends_at", TimeSpan.Zero),
        new("idempotency_keys", "expires_at", TimeSpan.Zero),
    ];
}
