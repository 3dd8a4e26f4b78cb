using System.Collections.Frozen;

namespace SaaSOdoo.Domain.Payments;

/// <summary>
/// What a payment's status may become: only what ranks higher, or another word of the same open rank. So what comes late or twice changes
/// nothing, and money that comes after all is never lost.
/// </summary>
public static class PaymentTransitions
{
    private static readonly FrozenDictionary<PaymentStatus, FrozenSet<PaymentStatus>> Table = new Dictionary<PaymentStatus, PaymentStatus[]>
    {
        [PaymentStatus.Created] =
        [
            PaymentStatus.Pending, PaymentStatus.Unknown, PaymentStatus.Held, PaymentStatus.Failed, PaymentStatus.Cancelled, PaymentStatus.Paid,
            PaymentStatus.Refunded,
        ],
        [PaymentStatus.Pending] = [PaymentStatus.Held, PaymentStatus.Failed, PaymentStatus.Cancelled, PaymentStatus.Paid, PaymentStatus.Refunded],
        [PaymentStatus.Unknown] =
            [PaymentStatus.Pending, PaymentStatus.Held, PaymentStatus.Failed, PaymentStatus.Cancelled, PaymentStatus.Paid, PaymentStatus.Refunded],
        // By an operator, and by nobody else.
        [PaymentStatus.Held] = [PaymentStatus.Failed, PaymentStatus.Paid],
        [PaymentStatus.Failed] = [PaymentStatus.Paid, PaymentStatus.Refunded],
        [PaymentStatus.Cancelled] = [PaymentStatus.Paid, PaymentStatus.Refunded],
        [PaymentStatus.Paid] = [PaymentStatus.Refunded],
        [PaymentStatus.Refunded] = [],
    }.ToFrozenDictionary(row => row.Key, row => row.Value.ToFrozenSet());

    /// <summary>Those that keep a second attempt at the invoice out.</summary>
    public static readonly PaymentStatus[] Open = [PaymentStatus.Created, PaymentStatus.Pending, PaymentStatus.Unknown, PaymentStatus.Held];

    /// <summary>Created; pending, unknown, held; failed, cancelled; paid; refunded.</summary>
    public static int Rank(PaymentStatus status) => status switch
    {
        PaymentStatus.Created => 0,
        PaymentStatus.Pending or PaymentStatus.Unknown or PaymentStatus.Held => 1,
        PaymentStatus.Failed or PaymentStatus.Cancelled => 2,
        PaymentStatus.Paid => 3,
        PaymentStatus.Refunded => 4,
    };

    public static bool MayBecome(PaymentStatus from, PaymentStatus to) => Table[from].Contains(to);
}
