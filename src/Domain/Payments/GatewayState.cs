namespace SaaSOdoo.Domain.Payments;

/// <summary>What a gateway says of a payment, in our words.</summary>
public enum GatewayState
{
    /// <summary>A word that is not known: nothing is concluded from it.</summary>
    Unrecognized,

    /// <summary>The payer has not answered yet.</summary>
    InFlight,

    /// <summary>The money is there.</summary>
    Paid,
    Cancelled,
    Failed,

    /// <summary>The payer objects to what was paid.</summary>
    Disputed,

    /// <summary>What was paid was given back.</summary>
    Refunded,
}

/// <summary>A gateway's statement about one payment, whose signature was checked.</summary>
/// <param name="Word">Its own word for the state.</param>
/// <param name="Reference">Ours, as it came back.</param>
/// <param name="GatewayReference">Its own, brought into one form; null when it gave none.</param>
/// <param name="Amount">In the currency of the integration that was asked.</param>
/// <param name="PollUrl">Where to ask again; null when none was given that may be asked.</param>
public sealed record GatewayReport(
    GatewayState State, string Word, string Reference, string? GatewayReference, decimal Amount, Uri? PollUrl);
