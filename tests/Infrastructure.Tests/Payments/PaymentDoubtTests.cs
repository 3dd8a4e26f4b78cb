using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.TestKit.Payments;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

/// <summary>What operators decide, what the gateway says after that, and what is due no more.</summary>
public sealed class PaymentDoubtTests : PaymentTest
{
    [Theory]
    [InlineData("20.00")]
    [InlineData(null)]
    public async Task Money_that_an_operator_gave_back_does_not_come_into_the_books_a_second_time(string? later)
    {
        var invoice = await InvoiceAsync();
        var id = await HeldAsync(invoice, "20.00");
        (await Host.SendAsync(new ResolvePayment(id, HoldDecision.Reject, Amount: null, "Sent back."))).IsFailure.ShouldBeFalse();

        Paynow.Transactions.Single().ShownAmount = later;
        foreach (var word in (string[])["Sent", "Paid"])
        {
            await Paynow.ChangeAsync(Paynow.Transactions.Single(), word);
            await ToldAsync();
            await PassAsync(TimeSpan.FromMinutes(2));
            await WorkAsync();
        }

        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Failed);
        (await BalanceAsync(LedgerAccount.Gateway), await BalanceAsync(LedgerAccount.Held), await CreditAsync()).ShouldBe((0m, 0m, 0m));
        (await Host.SendAsync(new ResolvePayment(id, HoldDecision.Accept, Amount: null, "Hers."))).Error.Code.ShouldBe("payment.not_held");
        Log.Lines.Count(l => l.Contains("needs an operator: paid_after_rejection", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Refund_of_an_invoice_that_is_paid_in_part_takes_back_what_is_paid()
    {
        var invoice = await InvoiceAsync();
        await Host.SendCodesAsync();
        var paid = (await Host.SendAsync(new RecordPayment(invoice, 17.80m, "Cash"))).Value.Id;

        var refunded = await Host.SendAsync(new RefundPayment(paid, 10m, "Asked for it", "REF-1", CreditNote: true));
        (refunded.IsFailure, refunded.IsFailure ? refunded.Error.Code : null).ShouldBe((false, null));
        var left = await InvoiceAsync(invoice);
        (left.Allocated, left.Credited, left.AmountDue, left.Status).ShouldBe((7.80m, 10m, 5m, InvoiceStatus.Open));
        (await BalanceAsync(LedgerAccount.Manual), await BalanceAsync(LedgerAccount.Receivable), await CreditAsync()).ShouldBe((7.80m, 5m, 0m));
    }

    [Theory]
    [InlineData(22.80)]
    [InlineData(5.00)]
    public async Task Payer_is_not_asked_for_what_is_not_due_any_more(double paidBefore)
    {
        var invoice = await InvoiceAsync();
        var id = await PayAsync(invoice);
        await Host.SendCodesAsync();
        (await Host.SendAsync(new RecordPayment(invoice, (decimal)paidBefore, "Cash"))).IsFailure.ShouldBeFalse();

        (await WorkAsync()).ShouldBe(1);
        Paynow.Transactions.ShouldBeEmpty();
        var payment = await PaymentAsync(id);
        (payment.Status, payment.Reason, payment.CallStartedAt, payment.WatchedUntil).ShouldBe((PaymentStatus.Cancelled, "invoice_not_due", null, null));
        if ((await InvoiceAsync(invoice)).AmountDue > 0)
            (await PaymentAsync(await BegunAsync(invoice))).Amount.ShouldBe(17.80m);
    }

    [Fact]
    public async Task Payer_is_not_asked_for_an_invoice_that_was_taken_back()
    {
        var invoice = await InvoiceAsync();
        var id = await PayAsync(invoice);
        await Host.SendCodesAsync();
        (await Host.SendAsync(new VoidInvoice(invoice, "A mistake"))).IsFailure.ShouldBeFalse();

        await WorkAsync();
        Paynow.Transactions.ShouldBeEmpty();
        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Cancelled);
    }

    [Theory]
    [InlineData(HoldDecision.Accept)]
    [InlineData(HoldDecision.Reject)]
    public async Task Operators_reason_stands_in_the_books(HoldDecision decision)
    {
        var id = await HeldAsync(await InvoiceAsync(), "30.00");
        (await Host.SendAsync(new ResolvePayment(id, decision, decision is HoldDecision.Accept ? 25m : null, "  The bank says so.  "))).IsFailure.ShouldBeFalse();

        var reasons = await Host.ReadAsync(db => db.LedgerTransactions
            .Where(t => t.Kind == LedgerKind.HoldAccepted || t.Kind == LedgerKind.HoldReturned).Select(t => t.Reason).ToListAsync());
        reasons.ShouldBe(Enumerable.Repeat<string?>("The bank says so.", decision is HoldDecision.Accept ? 2 : 1));
    }

    [Fact]
    public async Task Gateways_word_for_its_refusal_is_logged()
    {
        Paynow.Fault = _ => PaynowFault.Error;
        await BegunWithAsync(2);
        Log.Lines.ShouldContain(l => l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("Something went wrong", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refund_of_what_was_paid_twice_leaves_the_invoice_paid_and_no_credit()
    {
        Paynow.Callbacks.Mode = PaynowCallbacks.Lose;
        var invoice = await InvoiceAsync();
        var first = await BegunAsync(invoice);
        await PassAsync(TimeSpan.FromMinutes(31));
        await BegunAsync(invoice, GatewayMethod.Web);
        foreach (var begun in Paynow.Transactions)
            await Paynow.ChangeAsync(begun, "Paid");
        await PassAsync(TimeSpan.FromHours(2));
        (await CreditAsync()).ShouldBe(22.80m);
        await Host.SendCodesAsync();

        (await Host.SendAsync(new RefundPayment(first, 22.80m, "The customer has paid it twice.", "REF-1", CreditNote: true))).IsFailure.ShouldBeFalse();

        var after = await InvoiceAsync(invoice);
        (after.Status, after.Credited, await CreditAsync()).ShouldBe((InvoiceStatus.Paid, 0m, 0m));
    }

    [Fact]
    public async Task Held_money_that_the_gateway_gives_back_stays_held_until_an_operator_says_so()
    {
        Paynow.Callbacks.Mode = PaynowCallbacks.Lose;
        var id = await BegunAsync();
        await PassAsync(TimeSpan.FromMinutes(31));
        await Host.ExecuteAsync("update customers set status = 'deleted'");
        await Paynow.ChangeAsync(Paynow.Transactions.Single(), "Paid");
        await PassAsync(TimeSpan.FromHours(2));
        (await BalanceAsync(LedgerAccount.Held)).ShouldBe(-22.80m);
        Paynow.Callbacks.Mode = PaynowCallbacks.Deliver;
        await Paynow.ChangeAsync(Paynow.Transactions.Single(), "Refunded");
        await ToldAsync();
        await WorkAsync();
        await Host.ExecuteAsync("update customers set status = 'active'");
        await Host.SendCodesAsync();

        (await Host.SendAsync(new ResolvePayment(id, HoldDecision.Reject, null, "PayNow gave it back."))).IsFailure.ShouldBeFalse();

        (await BalanceAsync(LedgerAccount.Held), await BalanceAsync(LedgerAccount.Gateway), await CreditAsync()).ShouldBe((0m, 0m, 0m));
    }

    private async Task BegunWithAsync(int steps)
    {
        await PayAsync(await InvoiceAsync());
        (await WorkAsync()).ShouldBe(steps, "the call and the trace");
    }

    private async Task<PaymentId> HeldAsync(InvoiceId invoice, string amount)
    {
        var id = await BegunAsync(invoice);
        Paynow.Transactions.Single().ShownAmount = amount;
        await Paynow.ChangeAsync(Paynow.Transactions.Single(), "Paid");
        await ToldAsync();
        await WorkAsync();
        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Held);
        await Host.SendCodesAsync();
        return id;
    }
}
