using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Domain.Mail;

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
public sealed class OutgoingMail : ILeased
{
    public const int SubjectMaxLength = 200;
    public const int DedupeKeyMaxLength = 200;
    public const int ErrorMaxLength = 300;
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

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

    /// <inheritdoc/>
    public int Attempts { get; private set; }
    public string? LeaseOwner { get; private set; }
    public DateTimeOffset? LeaseUntil { get; private set; }
    public int Fence { get; private set; }

    /// <summary>When it was posted, or put back by an operator: its time to be delivered counts from here.</summary>
    public DateTimeOffset QueuedAt { get; private set; }
    public DateTimeOffset RunAfter { get; private set; }
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
            RunAfter = now,
            CreatedAt = now,
        };

    /// <summary>The server has taken it. What it said is not needed any more; of a deleted account not even the address.</summary>
    public void Deliver(string subject, DateTimeOffset now)
    {
        EndAttempt();
        (Status, Subject, Content, LastError, SentAt) = (MailStatus.Sent, subject, null, null, now);
        if (Template == MailTemplate.AccountDeleted)
            Recipient = Email.Stored($"{Id.Value}@deleted.invalid");
    }

    /// <summary>Again later, or dead when it has been tried for long enough.</summary>
    public void Fail(string? subject, string error, TimeSpan keepTrying, DateTimeOffset now)
    {
        EndAttempt();
        (Subject, LastError) = (subject ?? Subject, Short(error));
        var next = now + Backoff.After(Attempts, LongestPause);
        if (next - QueuedAt > keepTrying)
            Status = MailStatus.Dead;
        else
            RunAfter = next;
    }

    /// <summary>Trying again is of no use; an operator may all the same.</summary>
    public void Refuse(string? subject, string error)
    {
        EndAttempt();
        (Status, Subject, LastError) = (MailStatus.Dead, subject ?? Subject, Short(error));
    }

    /// <summary>The customer does not want mails about this.</summary>
    public void Withhold()
    {
        EndAttempt();
        (Status, Content) = (MailStatus.Unwanted, null);
    }

    /// <summary>Whether its time was over before anybody could send it: after an outage of days nobody wants last week's news.</summary>
    public bool IsStale(TimeSpan keepTrying, DateTimeOffset now) => now - QueuedAt > keepTrying;

    public Result Retry(DateTimeOffset now)
    {
        if (Status != MailStatus.Dead)
            return MailErrors.NotDead(Status);

        (Status, QueuedAt, RunAfter) = (MailStatus.Queued, now, now);
        return Result.Success;
    }

    private void EndAttempt() => (Attempts, LeaseOwner, LeaseUntil) = (Attempts + 1, null, null);

    private static string Short(string error)
    {
        var line = string.Concat(error.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= ErrorMaxLength ? line : line[..ErrorMaxLength];
    }
}
