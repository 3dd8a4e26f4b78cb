using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Domain.Tests.Payments;

public sealed class PaymentTransitionsTests
{
    // Written down once more, by what the design says and not by the code's table. Rows from, columns to, in the order of the enum.
    private static readonly string[] Allowed =
    [
        // created pending unknown held failed cancelled paid refunded
        ".xxxxxxx", // created
        "...xxxxx", // pending
        ".x.xxxxx", // unknown
        "....x.x.", // held: an operator's accept or reject
        "......xx", // failed
        "......xx", // cancelled
        ".......x", // paid
        "........", // refunded
    ];

    [Fact]
    public void Every_pair_is_decided()
    {
        var all = Enum.GetValues<PaymentStatus>();
        var actual = all.Select(from => string.Concat(all.Select(to => PaymentTransitions.MayBecome(from, to) ? 'x' : '.')));

        actual.ShouldBe(Allowed);
    }

    [Fact]
    public void No_status_sinks_in_rank_and_only_open_ones_change_within_theirs()
    {
        var pairs = (from f in Enum.GetValues<PaymentStatus>() from t in Enum.GetValues<PaymentStatus>() where PaymentTransitions.MayBecome(f, t) select (f, t)).ToList();

        pairs.Count.ShouldBeGreaterThan(20);
        pairs.ShouldAllBe(p => PaymentTransitions.Rank(p.f) <= PaymentTransitions.Rank(p.t));
        pairs.Where(p => PaymentTransitions.Rank(p.f) == PaymentTransitions.Rank(p.t)).ShouldAllBe(p => PaymentTransitions.Open.Contains(p.f));
    }

    [Fact]
    public void Open_are_those_that_may_still_take_the_invoices_money() => PaymentTransitions.Open.Order()
        .ShouldBe([PaymentStatus.Created, PaymentStatus.Pending, PaymentStatus.Unknown, PaymentStatus.Held]);
}
