namespace SaaSOdoo.Infrastructure.Events;

internal enum DeliveryStatus
{
    Pending,
    Done,
    Dead,
}

/// <summary>One event for one consumer.</summary>
internal sealed class EventDelivery
{
    public const int MaxAttempts = 20;
    public const int ErrorMaxLength = 500;

    public long EventPosition { get; private set; }
    public EventRow Event { get; private set; } = null!;
    public string Consumer { get; private set; } = "";
    public DeliveryStatus Status { get; private set; }
    public int Attempts { get; private set; }
    public DateTimeOffset NextAttemptAt { get; private set; }
    public string? LastError { get; private set; }

    public void Deliver() => (Status, LastError) = (DeliveryStatus.Done, null);

    /// <summary>What it needs is not so yet: again later, however often, since a long operation must not end in a dead delivery.</summary>
    public void Wait(string reason, TimeSpan pause, DateTimeOffset now) => (LastError, NextAttemptAt) = (Short(reason), now + pause);

    /// <summary>Again later, or dead after the last attempt: kept for an operator, never dropped.</summary>
    public void Fail(string error, TimeSpan pause, DateTimeOffset now)
    {
        Attempts++;
        LastError = Short(error);
        (Status, NextAttemptAt) = (Attempts >= MaxAttempts ? DeliveryStatus.Dead : DeliveryStatus.Pending, now + pause);
    }

    private static string Short(string text) => text.Length <= ErrorMaxLength ? text : text[..ErrorMaxLength];
}
