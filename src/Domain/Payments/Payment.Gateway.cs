namespace SaaSOdoo.Domain.Payments;

/// <summary>What a worker does next about a payment.</summary>
public enum PaymentStep
{
    /// <summary>Nothing: it is settled.</summary>
    None,

    /// <summary>Call the gateway, for the first and only time.</summary>
    Initiate,

    /// <summary>Ask by the address that the gateway gave.</summary>
    Poll,

    /// <summary>Ask by our own trace: the gateway's answer to the call was lost, or its address does not answer.</summary>
    Trace,
}

// What becomes of it at the gateway. Each method ends the worker's lease.
public sealed partial class Payment
{
    /// <summary>When the customer asked for its end; null when nobody did.</summary>
    public DateTimeOffset? CancelRequestedAt { get; private set; }

    /// <summary>When the gateway first said that it knows of no such payment; null when it has not.</summary>
    public DateTimeOffset? NotFoundAt { get; private set; }

    /// <summary>When the gateway last said how it stands.</summary>
    public DateTimeOffset? AskedAt { get; private set; }

    public PaymentStep NextStep => WatchedUntil is null ? PaymentStep.None
        : CallStartedAt is null ? PaymentStep.Initiate
        : PollUrl is null || (Attempts >= PaymentSchedule.Polls && Attempts % 2 != 0) ? PaymentStep.Trace
        : PaymentStep.Poll;

    /// <summary>Saved before the gateway is called. The worker keeps its lease.</summary>
    public void StartCall(DateTimeOffset now) => (CallStartedAt, WatchedUntil, UpdatedAt) = (now, now + PaymentSchedule.Watch, now);

    /// <summary>The gateway has taken it, and asks the payer.</summary>
    public void Accept(Uri pollUrl, Uri? browserUrl, string? gatewayReference, string? instructions, DateTimeOffset now)
    {
        (PollUrl, BrowserUrl, Instructions) = (pollUrl.AbsoluteUri, browserUrl?.AbsoluteUri, instructions);
        GatewayReference ??= gatewayReference;
        if (TryBecome(PaymentStatus.Pending, reason: null, now))
            Raise(new PaymentPending(Id, InvoiceId, TenantId, now));
        Plan(now);
    }

    /// <summary>
    /// The gateway said no, or nothing that can be believed. Money has been taken after both, so the payment is traced, at once, and never begun
    /// again.
    /// </summary>
    /// <param name="reason">One of <see cref="PaymentReasons"/>.</param>
    public void Doubt(string reason, DateTimeOffset now)
    {
        TryBecome(PaymentStatus.Unknown, reason, now);
        Release();
        RunAfter = now;
    }

    /// <summary>
    /// The gateway knows of none: believed when it says so again a while later. Of one that it had accepted it is no answer while that is watched.
    /// </summary>
    public void NotFound(DateTimeOffset now)
    {
        if (PollUrl is not null && now < WatchedUntil)
        {
            AskFailed(now);
            return;
        }

        BeUnknown(now);
        NotFoundAt ??= now;
        if (now - NotFoundAt >= PaymentSchedule.Doubt)
        {
            End(PaymentStatus.Failed, Reason is null or PaymentReasons.Silent ? PaymentReasons.NotFound : Reason, now);
            Settle();
            return;
        }

        Plan(now);
        RunAfter = NotFoundAt.Value + PaymentSchedule.Doubt;
    }

    /// <summary>The gateway did not say how it stands. It is asked again, however long that takes.</summary>
    public void AskFailed(DateTimeOffset now)
    {
        BeUnknown(now);
        Release();
        Attempts++;
        RunAfter = PaymentSchedule.Retry(CallStartedAt ?? CreatedAt, Attempts, now);
        if (Status is PaymentStatus.Pending or PaymentStatus.Unknown && now >= WatchedUntil)
            AlertOnce(PaymentReasons.Silent, now);
        // What nobody waits for any more is given up in the end; what keeps an invoice is not.
        if (!IsOpen && Attempts >= PaymentSchedule.Persistence && now > WatchedUntil + PaymentSchedule.Watch)
            Settle();
    }

    /// <summary>
    /// A message about it came: a reason to ask at once. One that came before is one too, since paid, disputed, paid looks the same twice; but not
    /// more than once a minute.
    /// </summary>
    public void Notice(bool isRepeated, DateTimeOffset now)
    {
        // Before the call there is nothing to ask for.
        if (CallStartedAt is null)
            return;

        var at = isRepeated && AskedAt + PaymentSchedule.Repetition is { } later && later > now ? later : now;
        if (WatchedUntil is null || (!IsOpen && WatchedUntil < at))
            (WatchedUntil, RunAfter, Attempts) = (at + PaymentSchedule.Longest, at, 0);
        else if (at < RunAfter)
            RunAfter = at;
    }

    // Its worker died after the call began: nobody knows whether it arrived.
    private void BeUnknown(DateTimeOffset now)
    {
        if (Status is PaymentStatus.Created)
            TryBecome(PaymentStatus.Unknown, PaymentReasons.NoAnswer, now);
    }

    private void Plan(DateTimeOffset now)
    {
        Release();
        Attempts = 0;
        RunAfter = PaymentSchedule.Next(CallStartedAt ?? CreatedAt, now);
    }

    private void Settle()
    {
        // Once: a fence that jumps looks to the worker as if somebody else had its work.
        if (LeaseOwner is not null)
            Release();
        WatchedUntil = null;
    }

    private void Release() => (LeaseOwner, LeaseUntil, Fence) = (null, null, Fence + 1);
}
