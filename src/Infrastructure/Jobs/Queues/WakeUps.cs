using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Events;

namespace SaaSOdoo.Infrastructure.Jobs.Queues;

/// <summary>Whom a save concerns: the workers of what is due now, and those who read or react to its events.</summary>
internal static class WakeUps
{
    /// <summary>Messages for the notification channel, each once.</summary>
    public static string[] Of(ChangeTracker changes, IReadOnlyCollection<EventRow> events)
    {
        var messages = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in changes.Entries().Where(IsForSomebody))
        {
            if (MessageOf(entry.Entity) is { } message)
                messages.Add(message);
        }

        foreach (var happened in events)
        {
            messages.Add($"{Topics.Events}:{happened.Name}");
            messages.UnionWith(happened.Concerned.Select(id => $"{Topics.Streams}:{id}"));
        }

        return [.. messages];
    }

    private static string? MessageOf(object changed) => changed switch
    {
        Operation { Status: OperationStatus.Queued } => $"{Topics.Operations}:",
        Operation { Status: OperationStatus.Cancelled } cancelled => $"{Topics.Cancellations}:{cancelled.Id.Value}",
        OutgoingMail { Status: MailStatus.Queued } => $"{Topics.Mails}:",
        WebhookDelivery { Status: WebhookDeliveryStatus.Pending } => $"{Topics.Webhooks}:",
        Payment { WatchedUntil: not null } => $"{Topics.Payments}:",
        BackupProof => $"{Topics.BackupProofs}:",
        EventDelivery { Status: DeliveryStatus.Pending } => $"{Topics.EventDeliveries}:",
        _ => null,
    };

    private static bool IsForSomebody(EntityEntry entry) => entry.Entity is ILeased && entry.State switch
    {
        EntityState.Added => true,
        EntityState.Modified => entry.Property(nameof(Operation.Status)).IsModified || IsSooner(entry.Property(nameof(ILeased.RunAfter))),
        _ => false,
    };

    // Who sleeps until the next row is due must hear of one that is due before. Of one that was put off nobody must.
    private static bool IsSooner(PropertyEntry runAfter) =>
        runAfter.IsModified && (DateTimeOffset)runAfter.CurrentValue! < (DateTimeOffset)runAfter.OriginalValue!;
}
