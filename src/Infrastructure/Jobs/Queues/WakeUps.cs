using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Events;

namespace SaaSOdoo.Infrastructure.Jobs.Queues;

/// <summary>Whom a save concerns: the workers of what is due now, and those who read or react to its events.</summary>
internal static class WakeUps
{
    /// <summary>Messages for the notification channel, each once.</summary>
    public static string[] Of(ChangeTracker changes, IReadOnlyCollection<EventRow> events) =>
    [
        .. changes.Entries<Operation>().Where(e => IsQueued(e, e.Entity.Status == OperationStatus.Queued)).Select(_ => $"{Topics.Operations}:")
            .Concat(changes.Entries<Operation>().Where(IsCancelled).Select(e => $"{Topics.Cancellations}:{e.Entity.Id.Value}"))
            .Concat(changes.Entries<OutgoingMail>().Where(e => IsQueued(e, e.Entity.Status == MailStatus.Queued)).Select(_ => $"{Topics.Mails}:"))
            .Concat(changes.Entries<WebhookDelivery>()
                .Where(e => IsQueued(e, e.Entity.Status == WebhookDeliveryStatus.Pending)).Select(_ => $"{Topics.Webhooks}:"))
            .Concat(events.Select(e => $"{Topics.Events}:{e.Name}"))
            .Concat(events.SelectMany(e => e.Concerned).Select(id => $"{Topics.Streams}:{id}"))
            .Distinct(StringComparer.Ordinal),
    ];

    private static bool IsQueued<T>(EntityEntry<T> entry, bool waits) where T : class =>
        waits && (entry.State == EntityState.Added || HasNewStatus(entry));

    private static bool IsCancelled(EntityEntry<Operation> entry) => entry.Entity.Status == OperationStatus.Cancelled && HasNewStatus(entry);

    private static bool HasNewStatus<T>(EntityEntry<T> entry) where T : class =>
        entry.State == EntityState.Modified && entry.Property(nameof(Operation.Status)).IsModified;
}
