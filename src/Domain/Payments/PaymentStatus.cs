namespace SaaSOdoo.Domain.Payments;

public enum PaymentMethod
{
    Ecocash,
    Onemoney,
    Innbucks,

    /// <summary>On the gateway's own page.</summary>
    Web,

    /// <summary>Received by an operator.</summary>
    Manual,
}

/// <summary>Where an attempt to pay stands. It only goes up in rank: created; pending, unknown, held; failed, cancelled; paid; refunded.</summary>
public enum PaymentStatus
{
    /// <summary>The gateway was not called yet.</summary>
    Created,

    /// <summary>The gateway waits for the payer.</summary>
    Pending,

    /// <summary>The gateway was called and its answer is not known: it is asked, never called again.</summary>
    Unknown,

    /// <summary>What the gateway says of it does not fit; an operator decides.</summary>
    Held,
    Failed,
    Cancelled,
    Paid,
    Refunded,
}
