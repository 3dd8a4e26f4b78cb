using FsCheck;
using FsCheck.Fluent;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Domain.Tests.Payments;

public sealed partial class PaymentTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly Uri PollUrl = new("https://www.paynow.co.zw/Interface/CheckPayment/?guid=1");
    private DateTimeOffset now = Start;

    [Fact]
    public void Attempt_is_for_what_is_due_and_can_be_traced_by_its_id()
    {
        var payment = New();

        (payment.Amount, payment.Reference, payment.Status).ShouldBe((22.80m, "INV-USD-2026-000123-2", PaymentStatus.Created));
        payment.MerchantTrace.ShouldBe(payment.Id.Value.ToString("N"));
        payment.MerchantTrace.Length.ShouldBe(32);
        payment.NextStep.ShouldBe(PaymentStep.Initiate);
    }

    [Fact]
    public void Call_that_began_is_never_begun_again()
    {
        var payment = New();
        payment.StartCall(now);

        payment.NextStep.ShouldBe(PaymentStep.Trace);
        payment.Doubt(PaymentReasons.NoAnswer, now);
        (payment.Status, payment.NextStep, payment.RunAfter).ShouldBe((PaymentStatus.Unknown, PaymentStep.Trace, now));
    }

    [Fact]
    public void Gateway_is_asked_at_the_times_of_the_design()
    {
        var payment = Pending();
        var asked = new List<TimeSpan>();
        while (payment.WatchedUntil is not null)
        {
            now = payment.RunAfter;
            asked.Add(now - Start);
            payment.Report(Report(GatewayState.InFlight), customerIsGone: false, now);
        }

        TimeSpan[] expected = [Minutes(1), Minutes(5), Minutes(15), Minutes(30), Minutes(60), Minutes(360), Minutes(1440)];
        asked.ShouldBe(expected);
    }

    [Fact]
    public void Invoice_is_freed_after_half_an_hour_and_what_is_paid_later_counts_all_the_same()
    {
        var payment = Pending();
        now = Start + Minutes(30) - TimeSpan.FromSeconds(1);
        payment.Report(Report(GatewayState.InFlight), false, now);
        payment.IsOpen.ShouldBeTrue();

        now = Start + Minutes(30);
        payment.Report(Report(GatewayState.InFlight), false, now).ShouldBe(PaymentEffect.None);
        (payment.Status, payment.Reason, payment.IsOpen).ShouldBe((PaymentStatus.Cancelled, PaymentReasons.NotConfirmed, false));

        now = Start + Minutes(360);
        payment.Report(Report(GatewayState.Paid), false, now).ShouldBe(PaymentEffect.Receive);
        (payment.Status, payment.ReceivedAmount, payment.PaidAt, payment.WatchedUntil).ShouldBe((PaymentStatus.Paid, 22.80m, now, null));
    }

    [Fact]
    public void Unknown_payment_fails_when_the_gateway_denied_it_twice_five_minutes_apart()
    {
        var payment = New();
        payment.StartCall(now);
        payment.Doubt(PaymentReasons.NoAnswer, now);
        payment.NotFound(now);
        payment.RunAfter.ShouldBe(now + Minutes(5));

        now += Minutes(5) - TimeSpan.FromSeconds(1);
        payment.NotFound(now);
        payment.Status.ShouldBe(PaymentStatus.Unknown);
        now += TimeSpan.FromSeconds(1);
        payment.NotFound(now);
        (payment.Status, payment.WatchedUntil).ShouldBe((PaymentStatus.Failed, null));
    }

    [Fact]
    public void Error_of_the_trace_is_not_a_denial_and_keeps_the_invoice_for_ever()
    {
        var payment = New();
        payment.StartCall(now);
        payment.Doubt(PaymentReasons.NoAnswer, now);
        payment.NotFound(now);
        for (var n = 0; n < 200; n++)
        {
            now = payment.RunAfter > now ? payment.RunAfter : now;
            payment.AskFailed(now);
        }

        (payment.Status, payment.NextStep).ShouldBe((PaymentStatus.Unknown, PaymentStep.Trace));
        (now - Start).ShouldBeGreaterThan(TimeSpan.FromDays(5));
        (payment.RunAfter - now).ShouldBeLessThanOrEqualTo(Minutes(60));
    }

    [Theory]
    [InlineData(GatewayState.Paid, PaymentEffect.Hold)]
    [InlineData(GatewayState.InFlight, PaymentEffect.None)]
    public void Amount_that_differs_is_held_until_an_operator_decides(GatewayState state, PaymentEffect effect)
    {
        var payment = Pending();
        payment.Report(Report(state) with { Amount = 22.79m }, false, now).ShouldBe(effect);
        (payment.Status, payment.Reason, payment.ReceivedAmount).ShouldBe((PaymentStatus.Held, PaymentReasons.AmountDiffers, effect is PaymentEffect.Hold ? 22.79m : null));

        payment.Report(Report(GatewayState.Cancelled), false, now).ShouldBe(PaymentEffect.None);
        payment.Report(Report(GatewayState.Paid), false, now).ShouldBe(effect is PaymentEffect.Hold ? PaymentEffect.None : PaymentEffect.Hold);
        payment.Status.ShouldBe(PaymentStatus.Held);
        payment.AcceptHeld(payment.ReceivedAmount!.Value + 0.01m, now).IsFailure.ShouldBeTrue();
        payment.AcceptHeld(10m, now).IsFailure.ShouldBeFalse();
        (payment.Status, payment.ReceivedAmount, payment.IsHeld).ShouldBe((PaymentStatus.Paid, 10m, false));
        payment.RejectHeld(now).Error.Code.ShouldBe("payment.not_held");
    }

    [Fact]
    public void Reference_or_gateway_number_of_another_payment_is_held()
    {
        var other = Pending();
        other.Report(Report(GatewayState.Paid) with { Reference = "INV-USD-2026-000124-1" }, false, now).ShouldBe(PaymentEffect.Hold);
        other.Reason.ShouldBe(PaymentReasons.ReferenceDiffers);

        var number = Pending();
        number.Report(Report(GatewayState.Paid) with { GatewayReference = "1083" }, false, now).ShouldBe(PaymentEffect.Hold);
        number.Reason.ShouldBe(PaymentReasons.GatewayReferenceDiffers);
    }

    [Fact]
    public void Money_that_does_not_fit_and_comes_after_the_end_waits_for_an_operator_too()
    {
        var payment = Pending();
        payment.Report(Report(GatewayState.Cancelled), false, now);
        payment.Report(Report(GatewayState.Paid) with { Amount = 5m }, false, now).ShouldBe(PaymentEffect.Hold);

        (payment.Status, payment.IsHeld, payment.IsOpen).ShouldBe((PaymentStatus.Cancelled, true, false));
        payment.RejectHeld(now).IsFailure.ShouldBeFalse();
        (payment.Status, payment.IsHeld).ShouldBe((PaymentStatus.Cancelled, false));
    }

    [Fact]
    public void Money_for_a_deleted_customer_is_held()
    {
        var payment = Pending();
        payment.Report(Report(GatewayState.Paid), customerIsGone: true, now).ShouldBe(PaymentEffect.Hold);
        (payment.Status, payment.Reason).ShouldBe((PaymentStatus.Held, PaymentReasons.CustomerDeleted));
    }

    [Fact]
    public void Word_that_is_not_known_changes_nothing_and_alerts()
    {
        var payment = Pending();
        payment.ClearEvents();
        payment.Report(Report(GatewayState.Unrecognized), false, now).ShouldBe(PaymentEffect.None);

        payment.Status.ShouldBe(PaymentStatus.Pending);
        payment.Events.ShouldHaveSingleItem().ShouldBeOfType<PaymentNeedsAttention>().Reason.ShouldBe(PaymentReasons.UnknownWord);
    }

    [Fact]
    public void Dispute_is_a_flag_that_paid_takes_away()
    {
        var payment = Pending();
        payment.Report(Report(GatewayState.Paid), false, now).ShouldBe(PaymentEffect.Receive);
        payment.Report(Report(GatewayState.Disputed), false, now).ShouldBe(PaymentEffect.None);
        (payment.Status, payment.IsDisputed).ShouldBe((PaymentStatus.Paid, true));
        payment.Report(Report(GatewayState.Paid), false, now).ShouldBe(PaymentEffect.None);
        payment.IsDisputed.ShouldBeFalse();
    }

    [Fact]
    public void Refund_by_the_gateway_takes_back_what_is_left_once()
    {
        var payment = Pending();
        payment.Report(Report(GatewayState.Paid), false, now);
        payment.Report(Report(GatewayState.Refunded), false, now).ShouldBe(PaymentEffect.GiveBack);
        payment.TakeBack().ShouldBe(22.80m);
        payment.Report(Report(GatewayState.Refunded), false, now).ShouldBe(PaymentEffect.None);
        payment.Report(Report(GatewayState.Paid), false, now).ShouldBe(PaymentEffect.None);
        payment.Status.ShouldBe(PaymentStatus.Refunded);
    }

    [Fact]
    public void Attempt_that_was_not_called_for_is_cancelled_at_once()
    {
        var payment = New();
        payment.RequestCancel(now).IsFailure.ShouldBeFalse();
        (payment.Status, payment.NextStep).ShouldBe((PaymentStatus.Cancelled, PaymentStep.None));
        payment.RequestCancel(now).IsFailure.ShouldBeFalse();
    }

    [Fact]
    public void Prompt_is_cancelled_after_two_minutes_and_a_poll()
    {
        var payment = Pending();
        now = Start + Minutes(2) - TimeSpan.FromSeconds(30);
        var refused = payment.RequestCancel(now).Error;
        (refused.Code, refused.RetryAfter).ShouldBe(("payment.prompt_open", TimeSpan.FromSeconds(30)));

        now = Start + Minutes(2);
        payment.RequestCancel(now).IsFailure.ShouldBeFalse();
        (payment.Status, payment.RunAfter).ShouldBe((PaymentStatus.Pending, now));
        payment.Report(Report(GatewayState.InFlight), false, now);
        (payment.Status, payment.Reason).ShouldBe((PaymentStatus.Cancelled, PaymentReasons.Cancelled));
    }

    [Fact]
    public void Cancel_that_comes_after_the_payers_confirmation_is_too_late()
    {
        var payment = Pending(PaymentMethod.Web);
        payment.RequestCancel(now).IsFailure.ShouldBeFalse("a page can be left at once");
        payment.Report(Report(GatewayState.Paid), false, now).ShouldBe(PaymentEffect.Receive);
        payment.RequestCancel(now).Error.Code.ShouldBe("payment.not_cancellable");
    }

    [Fact]
    public void Message_has_the_gateway_asked_at_once_and_a_repeated_one_once_a_minute()
    {
        var payment = Pending();
        payment.Notice(isRepeated: false, now);
        payment.RunAfter.ShouldBe(now);
        payment.Report(Report(GatewayState.Paid), false, now);
        payment.Notice(isRepeated: true, now);
        payment.RunAfter.ShouldBe(now + Minutes(1));
        payment.NextStep.ShouldBe(PaymentStep.Poll);
    }

    [Fact]
    public void Money_is_received_at_most_once_whatever_the_gateway_says_in_whatever_order() => Prop.ForAll(
        Gen.ListOf(Gen.Elements(Enum.GetValues<GatewayState>())).ToArbitrary(), states =>
        {
            var payment = Pending();
            var rank = PaymentTransitions.Rank(payment.Status);
            var received = 0;
            foreach (var state in states)
            {
                received += payment.Report(Report(state), false, now) is PaymentEffect.Receive ? 1 : 0;
                var next = PaymentTransitions.Rank(payment.Status);
                next.ShouldBeGreaterThanOrEqualTo(rank);
                rank = next;
            }

            var paidInTime = states.TakeWhile(s => s is not GatewayState.Refunded).Contains(GatewayState.Paid);
            received.ShouldBe(paidInTime ? 1 : 0);
        }).QuickCheckThrowOnFailure();

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

    private static GatewayReport Report(GatewayState state) => new(state, $"{state}", "INV-USD-2026-000123-2", "1082", 22.80m, PollUrl);

    private static Payment New(PaymentMethod method = PaymentMethod.Ecocash) => Payment.Attempt(
        new OpenInvoice(NewId.Of<CustomerId>(Start), NewId.Of<TenantId>(Start)).Build(Start), 2, method, method is PaymentMethod.Web ? null : "+263771111111", null, Start).Value;

    private static Payment Pending(PaymentMethod method = PaymentMethod.Ecocash)
    {
        var payment = New(method);
        payment.StartCall(Start);
        payment.Accept(PollUrl, browserUrl: null, "1082", instructions: null, Start);
        payment.Status.ShouldBe(PaymentStatus.Pending);
        return payment;
    }
}
