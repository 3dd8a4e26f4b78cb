using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Infrastructure.Jobs.Retention;
using SaaSOdoo.Infrastructure.Payments;
using SaaSOdoo.TestKit.Payments;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

public sealed class PaymentInboxTests : PaymentTest
{
    [Fact]
    public async Task Messages_of_what_is_settled_go_after_400_days_and_those_of_what_waits_for_an_operator_stay()
    {
        foreach (var amount in (string?[])[null, "20.00"])
        {
            await BegunAsync();
            Paynow.Transactions[^1].ShownAmount = amount;
            await Paynow.ChangeAsync(Paynow.Transactions[^1], "Paid");
            await ToldAsync();
            await WorkAsync();
        }

        var held = await Host.ReadAsync(db => db.Payments.Where(p => p.Status == PaymentStatus.Held).Select(p => p.Id).SingleAsync());
        Host.Advance(TimeSpan.FromDays(400));
        (await LeftAfterPurgeAsync()).Count.ShouldBe(2);
        Host.Advance(TimeSpan.FromSeconds(1));
        (await LeftAfterPurgeAsync()).ShouldBe([held]);

        await Host.SendCodesAsync();
        (await Host.SendAsync(new ResolvePayment(held, HoldDecision.Reject, Amount: null, "Sent back."))).IsFailure.ShouldBeFalse();
        (await LeftAfterPurgeAsync()).ShouldBeEmpty();
    }

    private async Task<List<PaymentId?>> LeftAfterPurgeAsync()
    {
        await Host.Get<RetentionPurge>().RunAsync(CancellationToken.None);
        return await Host.ReadAsync(db => db.PaymentMessages.Select(m => m.PaymentId).ToListAsync());
    }

    [Fact]
    public async Task Message_that_is_sent_ten_times_is_stored_once_and_pays_once()
    {
        var invoice = await InvoiceAsync();
        await BegunAsync(invoice);
        InboxFailure = 503;
        Paynow.Callbacks.Mode = PaynowCallbacks.Repeat;
        var changing = Paynow.ChangeAsync(Paynow.Transactions.Single(), "Paid");
        await Inbox.HasAsync(3);
        InboxFailure = 0;
        await changing;
        await ToldAsync();
        await PassAsync(TimeSpan.FromMinutes(3));

        var stored = await Host.ReadAsync(db => db.PaymentMessages.AsNoTracking().SingleAsync());
        stored.Times.ShouldBe(3);
        (await BalanceAsync(LedgerAccount.Gateway)).ShouldBe(22.80m);
        (await CreditAsync()).ShouldBe(0m);
        Paynow.Polls.ShouldBeLessThanOrEqualTo(3, "repetitions are polled for at most once a minute");
    }

    [Fact]
    public async Task Messages_that_come_at_once_are_each_stored_once_and_counted()
    {
        var id = await BegunAsync();
        var known = PaynowWire.Write(FakePaynow.UsdKey, ("reference", (await PaymentAsync(id)).Reference), ("amount", "22.80"), ("status", "Sent"));
        var bodies = Enumerable.Range(0, 120).Select(n => PaynowWire.Write(FakePaynow.UsdKey, ("reference", $"R{n}"), ("status", "Sent")))
            .Concat(Enumerable.Repeat(known, 30));

        var taken = await Task.WhenAll(bodies.Select(b => Task.Run(() => SendAsync(Currency.Usd, b))));

        taken.ShouldAllBe(t => !t.IsFailure);
        var stored = await Host.ReadAsync(db => db.PaymentMessages.AsNoTracking().ToListAsync());
        stored.Count.ShouldBe(121);
        stored.Where(m => m.Times != 1).ShouldHaveSingleItem().Times.ShouldBe(30);
        stored.Where(m => m.PaymentId is not null).ShouldHaveSingleItem().PaymentId.ShouldBe(id);
    }

    [Fact]
    public async Task Message_that_cannot_be_stored_takes_no_other_with_it()
    {
        var inbox = Host.Get<IPaymentInbox>();
        var kept = Enumerable.Range(0, 20).Select(n => Task.Run(() => inbox.KeepAsync(
            new(Currency.Usd, [(byte)n], n == 7 ? new string('x', PaymentMessage.BodyMaxBytes + 1) : "body", ""), CancellationToken.None))).ToList();

        await Should.ThrowAsync<Npgsql.PostgresException>(Task.WhenAll(kept));

        kept.Count(k => k.IsFaulted).ShouldBe(1);
        (await Host.ReadAsync(db => db.PaymentMessages.CountAsync())).ShouldBe(19);
    }

    [Fact]
    public async Task Signed_message_written_in_other_ways_is_the_same_message()
    {
        Paynow.Callbacks.Mode = PaynowCallbacks.Lose;
        var id = await BegunAsync();
        var signed = PaynowWire.Write(FakePaynow.UsdKey, ("reference", (await PaymentAsync(id)).Reference), ("amount", "22.80"), ("status", "Sent"));
        foreach (var tail in (string[])["", "&x=", "&y=&z="])
            (await SendAsync(Currency.Usd, signed + tail)).IsFailure.ShouldBeFalse();
        (await SendAsync(Currency.Usd, signed.Replace("22.80", "22%2e80", StringComparison.Ordinal))).IsFailure.ShouldBeFalse();

        (await Host.ReadAsync(db => db.PaymentMessages.AsNoTracking().SingleAsync())).Times.ShouldBe(4);
    }

    [Theory]
    [InlineData("r", "&\0=")]
    [InlineData("r\0", "")]
    public async Task Message_with_a_zero_byte_is_refused_and_not_an_error_of_ours(string reference, string tail)
    {
        var signed = PaynowWire.Write(FakePaynow.UsdKey, ("reference", reference), ("amount", "22.80"), ("status", "Sent"));
        (await SendAsync(Currency.Usd, signed + tail)).Error.Kind.ShouldBe(ErrorKind.Validation);
    }

    [Fact]
    public async Task Messages_in_the_wrong_order_end_where_the_gateway_stands()
    {
        Paynow.Callbacks.Mode = PaynowCallbacks.Keep;
        var id = await BegunAsync();
        var begun = Paynow.Transactions.Single();
        await Paynow.ChangeAsync(begun, "Sent");
        await Paynow.ChangeAsync(begun, "Cancelled");
        await Paynow.ChangeAsync(begun, "Paid");
        await Paynow.DeliverKeptAsync();
        await PassAsync(TimeSpan.FromMinutes(2));

        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Paid);
        (await BalanceAsync(LedgerAccount.Gateway)).ShouldBe(22.80m);
    }

    [Fact]
    public async Task Message_says_nothing_that_the_gateway_does_not_say_when_it_is_asked()
    {
        var id = await BegunAsync();
        (await SendAsync(("reference", (await PaymentAsync(id)).Reference), ("amount", "22.80"), ("status", "Paid"))).IsFailure.ShouldBeFalse("it is signed");
        await WorkAsync();

        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Pending);
        (await BalanceAsync(LedgerAccount.Gateway)).ShouldBe(0m);
    }

    [Fact]
    public async Task Message_that_comes_while_the_gateway_is_asked_is_not_lost()
    {
        var id = await BegunAsync();
        var seen = await Host.Get<PaymentRecorder>().SeenAsync(id, CancellationToken.None);
        Host.Advance(TimeSpan.FromMinutes(1));
        var lease = (await Host.Get<PaymentQueue>().ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
        var payment = await PaymentAsync(id);
        // The worker has its answer; the payer confirms now.
        var answered = new GatewayReport(GatewayState.InFlight, "Sent", payment.Reference, "1082", 22.80m, null);
        await Paynow.ChangeAsync(Paynow.Transactions.Single(), "Paid");
        await ToldAsync();
        await Host.Get<PaymentRecorder>().RecordAsync(lease, seen, answered);

        (await PaymentAsync(id)).RunAfter.ShouldBe(Host.Clock.Now);
        await WorkAsync();
        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Paid);
    }

    [Fact]
    public async Task Paid_disputed_paid_ends_without_dispute_although_the_messages_repeat()
    {
        var id = await BegunAsync();
        var begun = Paynow.Transactions.Single();
        foreach (var word in (string[])["Paid", "Disputed", "Paid"])
        {
            await Paynow.ChangeAsync(begun, word);
            await ToldAsync();
            await PassAsync(TimeSpan.FromMinutes(1));
            await WorkAsync();
            (await PaymentAsync(id)).IsDisputed.ShouldBe(word == "Disputed");
        }

        (await Host.ReadAsync(db => db.PaymentMessages.CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task Forged_damaged_and_foreign_messages_are_refused_and_leave_nothing()
    {
        var id = await BegunAsync();
        var reference = (await PaymentAsync(id)).Reference;
        var signed = PaynowWire.Write(FakePaynow.UsdKey, ("reference", reference), ("amount", "22.80"), ("status", "Paid"));
        string[] bodies =
        [
            "", "x", signed[..^1], signed.Replace("22.80", "22.81", StringComparison.Ordinal), $"{signed}&status=Paid", $"reference={reference}&status=Paid",
            PaynowWire.Write(FakePaynow.ZwgKey, ("reference", reference), ("status", "Paid")), $"{signed}&x=%zz", "status=Error&error=x",
        ];
        foreach (var body in bodies)
            (await SendAsync(Currency.Usd, body)).IsFailure.ShouldBeTrue(body);
        (await SendAsync(Currency.Zwg, signed)).IsFailure.ShouldBeTrue("the key is the other currency's");

        (await Host.ReadAsync(db => db.PaymentMessages.CountAsync())).ShouldBe(0);
        (await WorkAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Message_about_nothing_of_ours_is_kept_for_an_operator()
    {
        (await SendAsync(("reference", "INV-USD-2026-009999-1"), ("status", "Paid"))).IsFailure.ShouldBeFalse();
        (await SendAsync(("status", "Whatever"))).IsFailure.ShouldBeFalse();

        (await SendAsync(("status", "Whatever"))).IsFailure.ShouldBeFalse("they send it again");

        (await Host.ReadAsync(db => db.PaymentMessages.CountAsync(m => m.PaymentId == null))).ShouldBe(2);
        Log.Lines.Count(l => l.StartsWith("Error", StringComparison.Ordinal) && l.Contains("names no payment of ours", StringComparison.Ordinal)).ShouldBe(2);
    }

    private Task<Result> SendAsync(params (string Key, string Value)[] fields) => SendAsync(Currency.Usd, PaynowWire.Write(FakePaynow.UsdKey, fields));

    private Task<Result> SendAsync(Currency currency, string body) =>
        Host.InScopeAsync<IMediator, Result>(m => m.Send(new ReceivePaymentMessage(currency, Encoding.ASCII.GetBytes(body))));
}
