using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Payments;

/// <summary>What the gateway told us unasked, kept before anything is done about it. Only what it answers when it is asked moves money.</summary>
public sealed class PaymentMessage
{
    public const int BodyMaxBytes = 16 * 1024;
    public const int HashLength = 32;

    private PaymentMessage()
    {
    }

    public PaymentMessageId Id { get; private set; }

    /// <summary>Names the integration whose key the message was signed with.</summary>
    public Currency Currency { get; private set; } = Currency.Usd;

    /// <summary>SHA-256 of its signature: the same message again is the same row, however it is written.</summary>
    public byte[] Hash { get; private set; } = [];
    public string Body { get; private set; } = "";

    /// <summary>Null when no payment of ours has its reference.</summary>
    public PaymentId? PaymentId { get; private set; }
    public int Times { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }
    public DateTimeOffset LastReceivedAt { get; private set; }
}
