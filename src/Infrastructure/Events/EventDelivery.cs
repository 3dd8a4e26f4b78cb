using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Infrastructure.Events;

internal enum DeliveryStatus
{
    Pending,
    Done,
    Dead,
}

/// <summary>One event for one consumer.</summary>
internal sealed class EventDelivery : ILeased
{
    public const int MaxAttempts = 20;
    public const int ErrorMaxLength = 500;

    /// <summary>Most of what is waited for is an operation that takes seconds.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    public Guid Id { get; private set; }
    public long EventPosition { get; private set; }
    public EventRow Event { get; private set; } = null!;

    /// <summary>The event's; null: it happened to no tenant. Tenants share the workers evenly.</summary>
    public Guid? TenantId { get; private set; }
    public string Consumer { get; private set; } = "";
    public DeliveryStatus Status { get; private set; }
    public DateTimeOffset RunAfter { get; private set; }

    /// <summary>Failed ones.</summary>
    public int Attempts { get; private set; }

    /// <summary>Waits in a row for what is not so yet, which are no attempts.</summary>
    public int Pauses { get; private set; }
    public string? LeaseOwner { get; private set; }
    public DateTimeOffset? LeaseUntil { get; private set; }
    public int Fence { get; private set; }
    public string? LastError { get; private set; }

    public void Deliver() => (Status, LastError, LeaseOwner, LeaseUntil) = (DeliveryStatus.Done, null, null, null);

    /// <summary>What it needs is not so yet: again later, however often, since a long operation must not end in a dead delivery.</summary>
    public void Wait(string reason, DateTimeOffset now)
    {
        Pauses++;
        TryAgain(reason, now + Backoff.After(Pauses, LongestPause));
    }

    /// <summary>Again later, or dead after the last attempt: kept for an operator, never dropped.</summary>
    public void Fail(string error, DateTimeOffset now)
    {
        (Attempts, Pauses) = (Attempts + 1, 0);
        TryAgain(error, now + Backoff.After(Attempts));
        if (Attempts >= MaxAttempts)
            Status = DeliveryStatus.Dead;
    }

    /// <summary>From the beginning. False: it is not dead.</summary>
    public bool Replay(DateTimeOffset now)
    {
        if (Status != DeliveryStatus.Dead)
            return false;

        (Status, Attempts, RunAfter) = (DeliveryStatus.Pending, 0, now);
        return true;
    }

    private void TryAgain(string reason, DateTimeOffset runAfter) => (LastError, RunAfter, LeaseOwner, LeaseUntil) =
        (reason.Length <= ErrorMaxLength ? reason : reason[..ErrorMaxLength], runAfter, null, null);
}
