using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Domain.Mails;

public enum MailStatus
{
    /// <summary>Waits for its (next) attempt, or is being sent.</summary>
    Queued,
    Sent,

    /// <summary>Refused for good, or not taken in time. Kept with its content for an operator to try again.</summary>
    Dead,

    /// <summary>The customer has switched its topic off.</summary>
    Unwanted,
}

/// <summary>
/// A mail to one person, saved in the transaction that causes it and sent by a worker afterwards. What it says is encrypted, because it
/// may hold a one-time link, and is erased with the delivery.
/// </summary>
public sealed class OutgoingMail
{
    public const int SubjectMaxLength = 200;
    public const int DedupeKeyMaxLength = 200;
    public const int ErrorMaxLength = 300;

    private OutgoingMail()
    {
    }

    public MailId Id { get; private set; }
    public MailTemplate Template { get; private set; }

    /// <summary>Whose preferences count; null for somebody without an account.</summary>
    public CustomerId? CustomerId { get; private set; }
    public Email Recipient { get; private set; } = null!;

    /// <summary>Known from the first attempt on.</summary>
    public string? Subject { get; private set; }

    /// <summary>Name and values, encrypted; null when nobody needs them any more.</summary>
    public string? Content { get; private set; }

    /// <summary>Unique: one cause, one mail.</summary>
    public string? DedupeKey { get; private set; }
    public MailStatus Status { get; private set; }

    /// <summary>Grows with each claim: who holds an older number may not record an outcome.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it was posted, or put back by an operator: its time to be delivered counts from here.</summary>
    public DateTimeOffset QueuedAt { get; private set; }
    public DateTimeOffset NextAttemptAt { get; private set; }
    public string? LastError { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }

    /// <param name="content">Encrypted.</param>
    public static OutgoingMail Post(
        MailTemplate template, CustomerId? customer, Email recipient, string content, string? dedupeKey, DateTimeOffset now) => new()
        {
            Id = NewId.Of<MailId>(now),
            Template = template,
            CustomerId = customer,
            Recipient = recipient,
            Content = content,
            DedupeKey = dedupeKey,
            Status = MailStatus.Queued,
            QueuedAt = now,
            NextAttemptAt = now,
            CreatedAt = now,
        };
}
