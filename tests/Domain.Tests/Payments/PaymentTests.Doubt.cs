using System.Globalization;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Domain.Tests.Payments;

// What the gateway says after somebody here has decided, or what does not fit, or nothing at all.
public sealed partial class PaymentTests
{
    [Theory]
    [InlineData("20.00")]
    [InlineData("22.80")]
    public void Money_that_an_operator_gave_back_is_not_taken_a_second_time_and_alerts_once(string later)
    {
        var payment = Pending();
        payment.Report(Report(GatewayState.Paid) with { Amount = 20m }, false, now).ShouldBe(PaymentEffect.Hold);
        payment.RejectHeld(now).IsFailure.ShouldBeFalse();
        payment.ClearEvents();
        var report = Report(GatewayState.Paid) with { Amount = decimal.Parse(later, CultureInfo.InvariantCulture) };

        payment.Report(report, false, now).ShouldBe(PaymentEffect.None);
        payment.Report(report, false, now).ShouldBe(PaymentEffect.None);
        (payment.Status, payment.ReceivedAmount, payment.IsHeld, payment.WatchedUntil).ShouldBe((PaymentStatus.Failed, null, false, null));
        Alerts(payment).ShouldBe(["paid_after_rejection"]);
        payment.AcceptHeld(20m, now).Error.Code.ShouldBe("payment.not_held");
    }

    [Fact]
    public void Money_that_comes_first_after_a_rejection_waits_for_an_operator_whether_it_fits_or_not()
    {
        var payment = Pending();
        payment.Report(Report(GatewayState.InFlight) with { Amount = 20m }, false, now).ShouldBe(PaymentEffect.None);
        payment.RejectHeld(now).IsFailure.ShouldBeFalse();

        payment.Report(Report(GatewayState.Paid), false, now).ShouldBe(PaymentEffect.Hold);
        (payment.Status, payment.ReceivedAmount, payment.IsHeld).ShouldBe((PaymentStatus.Failed, 22.80m, true));
    }

    [Fact]
    public void Money_that_is_held_after_the_end_is_not_taken_beside_that()
    {
        var payment = Pending();
        payment.Report(Report(GatewayState.Cancelled), false, now);
        payment.Report(Report(GatewayState.Paid) with { Amount = 5m }, false, now).ShouldBe(PaymentEffect.Hold);

        payment.Report(Report(GatewayState.Paid), false, now).ShouldBe(PaymentEffect.None);
        payment.Report(Report(GatewayState.Refunded), false, now).ShouldBe(PaymentEffect.None);
        (payment.Status, payment.ReceivedAmount, payment.IsHeld).ShouldBe((PaymentStatus.Cancelled, 5m, true));
    }

    [Theory]
    [InlineData(GatewayState.Refunded, "refund_differs", false)]
    [InlineData(GatewayState.Disputed, PaymentReasons.Disputed, true)]
    public void Refund_or_dispute_of_another_amount_moves_nothing_and_alerts_once(GatewayState state, string alert, bool disputed)
    {
        var payment = Pending();
        payment.Report(Report(GatewayState.Paid), false, now).ShouldBe(PaymentEffect.Receive);
        payment.ClearEvents();

        payment.Report(Report(state) with { Amount = 10m }, false, now).ShouldBe(PaymentEffect.None);
        payment.Report(Report(state) with { Amount = 10m }, false, now).ShouldBe(PaymentEffect.None);
        (payment.Status, payment.RefundedAmount, payment.IsDisputed).ShouldBe((PaymentStatus.Paid, 0m, disputed));
        Alerts(payment).ShouldBe([alert]);
    }

    [Fact]
    public void Refund_of_what_is_held_alerts_once_and_leaves_the_decision_to_the_operator()
    {
        var payment = Pending();
        payment.Report(Report(GatewayState.Paid) with { Amount = 20m }, false, now).ShouldBe(PaymentEffect.Hold);
        payment.ClearEvents();

        payment.Report(Report(GatewayState.Refunded) with { Amount = 20m }, false, now).ShouldBe(PaymentEffect.None);
        payment.Report(Report(GatewayState.Refunded), false, now).ShouldBe(PaymentEffect.None);
        (payment.Status, payment.ReceivedAmount).ShouldBe((PaymentStatus.Held, 20m));
        Alerts(payment).ShouldBe([PaymentReasons.RefundedAtGateway]);
    }

    [Theory]
    [InlineData("22.80", true)]
    [InlineData("10.00", false)]
    public void Refund_that_an_operator_entered_in_part_is_no_chargeback_of_the_rest(string word, bool alerts)
    {
        var payment = Pending();
        payment.Report(Report(GatewayState.Paid), false, now).ShouldBe(PaymentEffect.Receive);
        payment.Refund(10m, now).IsFailure.ShouldBeFalse();
        payment.ClearEvents();
        var report = Report(GatewayState.Refunded) with { Amount = decimal.Parse(word, CultureInfo.InvariantCulture) };

        payment.Report(report, false, now).ShouldBe(PaymentEffect.None);
        payment.Report(report, false, now).ShouldBe(PaymentEffect.None);
        (payment.Status, payment.RefundedAmount).ShouldBe((PaymentStatus.Paid, 10m));
        Alerts(payment).ShouldBe(alerts ? ["refund_differs"] : []);
        payment.Refund(12.80m, now).IsFailure.ShouldBeFalse("the rest can be entered still");
        payment.Status.ShouldBe(PaymentStatus.Refunded);
    }

    [Fact]
    public void Gateway_that_does_not_answer_polls_is_asked_by_our_trace_in_turn_and_alerts_once_after_a_day()
    {
        var payment = Pending();
        payment.ClearEvents();
        var steps = new List<PaymentStep>();
        while (now <= Start + TimeSpan.FromDays(3))
        {
            steps.Add(payment.NextStep);
            now = payment.RunAfter > now ? payment.RunAfter : now;
            payment.AskFailed(now);
            Alerts(payment).Length.ShouldBe(now < Start + TimeSpan.FromDays(1) ? 0 : 1);
        }

        steps.Take(8).ShouldBe([.. Enumerable.Repeat(PaymentStep.Poll, 5), PaymentStep.Trace, PaymentStep.Poll, PaymentStep.Trace]);
        Alerts(payment).ShouldBe(["gateway_silent"]);
        payment.Status.ShouldBe(PaymentStatus.Pending, "it may be paid");
        payment.Report(Report(GatewayState.Paid), false, now).ShouldBe(PaymentEffect.Receive);
    }

    [Fact]
    public void Payment_that_nobody_waits_for_is_given_up_after_a_day_of_failed_asks_and_not_for_an_outage_of_ours()
    {
        var payment = Pending();
        now += Minutes(31);
        payment.Report(Report(GatewayState.InFlight), false, now);
        now = Start + TimeSpan.FromDays(1);
        payment.Report(Report(GatewayState.InFlight), false, now);
        (payment.Status, payment.WatchedUntil).ShouldBe((PaymentStatus.Cancelled, null));
        payment.Notice(isRepeated: false, now);

        now += TimeSpan.FromDays(3);
        payment.AskFailed(now);

        payment.NextStep.ShouldBe(PaymentStep.Poll, "the message may be of money");
        var back = now;
        while (payment.WatchedUntil is not null)
        {
            now = payment.RunAfter;
            payment.AskFailed(now);
        }

        (now - back).ShouldBeInRange(TimeSpan.FromHours(12), TimeSpan.FromHours(26));

        payment.Notice(isRepeated: false, now);
        now += TimeSpan.FromDays(3);
        payment.AskFailed(now);
        payment.NextStep.ShouldBe(PaymentStep.Poll, "the next message is asked about just as long");
    }

    [Fact]
    public void Denial_of_what_the_gateway_had_accepted_is_believed_only_when_it_is_not_watched_any_more()
    {
        var payment = Pending();
        payment.NotFound(now);
        now += Minutes(20);
        payment.NotFound(now);
        payment.Status.ShouldBe(PaymentStatus.Pending);

        now = Start + TimeSpan.FromDays(1);
        payment.NotFound(now);
        now += Minutes(5);
        payment.NotFound(now);
        (payment.Status, payment.WatchedUntil).ShouldBe((PaymentStatus.Failed, null));
    }

    private static string[] Alerts(Payment payment) => [.. payment.Events.OfType<PaymentNeedsAttention>().Select(e => e.Reason)];
}
