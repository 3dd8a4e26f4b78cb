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

/// <summary>One event for one endpoint: there is never a second. Its id is the <c>webhook-id</c>, the same at every attempt.</summary>
public sealed class WebhookDelivery : AggregateRoot
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

    /// <summary>The latest ones, oldest first.</summary>
    public List<WebhookAttempt> Attempts { get; private set; } = [];

    /// <summary>Failed attempts since it was queued, or asked for again.</summary>
    public int Failures { get; private set; }

    /// <summary>The first attempt since then.</summary>
    public DateTimeOffset? RoundBeganAt { get; private set; }
    public DateTimeOffset NextAttemptAt { get; private set; }
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>Grows with each claim; a worker that holds an older one may not write.</summary>
    public int Fence { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }

    public static WebhookDelivery Queue(WebhookEndpoint endpoint, Guid eventId, string eventType, string body, DateTimeOffset now) => new()
    {
        Id = NewId.Of<WebhookDeliveryId>(now),
        EndpointId = endpoint.Id,
        TenantId = endpoint.TenantId,
        EventId = eventId,
        EventType = eventType,
        Body = body,
        NextAttemptAt = now,
        CreatedAt = now,
    };

    /// <param name="jitter">0 to 1, by chance: what failed together shall not come back together.</param>
    public void Record(WebhookAttempt attempt, double jitter, DateTimeOffset now)
    {
        Attempts = [.. Attempts.TakeLast(AttemptsKept - 1), attempt];
        RoundBeganAt ??= attempt.At;
        LeaseUntil = null;
        if (attempt.Succeeded)
            (Status, FinishedAt) = (WebhookDeliveryStatus.Delivered, now);
        else if (attempt.IsGone || WebhookSchedule.After(++Failures, jitter) is not { } pause)
            (Status, FinishedAt) = (WebhookDeliveryStatus.Dead, now);
        else
            NextAttemptAt = now + pause;
    }

    /// <summary>From the beginning, also what was delivered: the receiver knows it by its id.</summary>
    public Result Redeliver(WebhookEndpoint endpoint, DateTimeOffset now)
    {
        if (!endpoint.Enabled)
            return WebhookErrors.EndpointDisabled;

        (Status, Failures, RoundBeganAt, NextAttemptAt, FinishedAt) = (WebhookDeliveryStatus.Pending, 0, null, now, null);
        return Result.Success;
    }
}
