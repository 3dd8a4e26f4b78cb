using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Webhooks;

public enum WebhookDeliveryStatus
{
    /// <summary>It waits for its first attempt, or the next.</summary>
    Pending,

    Delivered,

    /// <summary>Given up; it can be redelivered.</summary>
    Dead,
}

/// <summary>Why a delivery was given up.</summary>
public enum WebhookDeadReason
{
    /// <summary>All its attempts failed.</summary>
    Exhausted,

    /// <summary>The receiver answered 410.</summary>
    Gone,

    /// <summary>It waited longer than deliveries are tried.</summary>
    Expired,

    /// <summary>Its endpoint was disabled while it waited.</summary>
    EndpointDisabled,
}

/// <summary>One event for one endpoint: there is never a second. Its id is the <c>webhook-id</c>, the same at every attempt.</summary>
public sealed class WebhookDelivery : AggregateRoot, ILeased
{
    public const string TestEvent = "webhook.test";
    private const int AttemptsKept = 50;

    private WebhookDelivery()
    {
    }

    public WebhookDeliveryId Id { get; private set; }
    public WebhookEndpointId EndpointId { get; private set; }
    public TenantId TenantId { get; private set; }
    public Guid EventId { get; private set; }
    public string EventType { get; private set; } = "";

    /// <summary>What is sent, byte for byte.</summary>
    public string Body { get; private set; } = "";
    public WebhookDeliveryStatus Status { get; private set; }

    /// <summary>Null unless it is dead.</summary>
    public WebhookDeadReason? DeadReason { get; private set; }

    /// <summary>The latest ones, oldest first.</summary>
    public List<WebhookAttempt> AttemptLog { get; private set; } = [];

    /// <summary>Failed attempts since it was queued, or asked for again.</summary>
    public int Attempts { get; private set; }

    /// <summary>The first attempt since then.</summary>
    public DateTimeOffset? RoundBeganAt { get; private set; }
    public DateTimeOffset RunAfter { get; private set; }
    public string? LeaseOwner { get; private set; }
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>Grows with each claim, each outcome and each redelivery: of two that were read before, only one can be saved.</summary>
    public int Fence { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? RedeliveredAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    public static WebhookDelivery Queue(WebhookEndpoint endpoint, Guid eventId, string eventType, string body, DateTimeOffset now) => new()
    {
        Id = NewId.Of<WebhookDeliveryId>(now),
        EndpointId = endpoint.Id,
        TenantId = endpoint.TenantId,
        EventId = eventId,
        EventType = eventType,
        Body = body,
        RunAfter = now,
        CreatedAt = now,
    };

    /// <param name="jitter">0 to 1, by chance: what failed together shall not come back together.</param>
    public void Record(WebhookAttempt attempt, double jitter, DateTimeOffset now)
    {
        AttemptLog = [.. AttemptLog.TakeLast(AttemptsKept - 1), attempt];
        RoundBeganAt ??= attempt.At;
        Release();
        if (attempt.Succeeded)
            (Status, DeadReason, FinishedAt) = (WebhookDeliveryStatus.Delivered, null, now);
        else if (attempt.IsGone)
            GiveUp(WebhookDeadReason.Gone, now);
        else if (WebhookSchedule.After(++Attempts, jitter, attempt.RetryAfter) is { } pause)
            RunAfter = now + pause;
        else
            GiveUp(WebhookDeadReason.Exhausted, now);
    }

    /// <summary>Why it is not to be sent any more although it waits; null: it is.</summary>
    public WebhookDeadReason? ReasonToEnd(WebhookEndpoint endpoint, DateTimeOffset now) =>
        !endpoint.Enabled ? WebhookDeadReason.EndpointDisabled
        : (RedeliveredAt ?? CreatedAt) + WebhookSchedule.Longest <= now ? WebhookDeadReason.Expired
        : null;

    /// <summary>Gives it up; what is finished stays as it is.</summary>
    public void End(WebhookDeadReason reason, DateTimeOffset now)
    {
        Release();
        GiveUp(reason, now);
    }

    /// <summary>From the beginning, also what was delivered: the receiver knows it by its id.</summary>
    public Result Redeliver(WebhookEndpoint endpoint, DateTimeOffset now)
    {
        if (!endpoint.Enabled)
            return WebhookErrors.EndpointDisabled;

        (Status, DeadReason, FinishedAt) = (WebhookDeliveryStatus.Pending, null, null);
        (Attempts, RoundBeganAt, RunAfter, RedeliveredAt) = (0, null, now, now);
        Release();
        return Result.Success;
    }

    private void GiveUp(WebhookDeadReason reason, DateTimeOffset now)
    {
        if (Status == WebhookDeliveryStatus.Pending)
            (Status, DeadReason, FinishedAt) = (WebhookDeliveryStatus.Dead, reason, now);
    }

    private void Release() => (LeaseOwner, LeaseUntil, Fence) = (null, null, Fence + 1);
}
