using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Infrastructure.Payments;
using SaaSOdoo.TestKit.Payments;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

public sealed class PaymentWorkerTests : PaymentTest
{
    [Fact]
    public async Task Telephone_that_confirms_pays_the_invoice_once()
    {
        Paynow.Callbacks.Mode = PaynowCallbacks.Keep;
        var invoice = await InvoiceAsync();
        var id = await PayAsync(invoice, phone: "+263 77 111 1111");
        Paynow.Transactions.ShouldBeEmpty("nothing is called inside the request");
        (await WorkAsync()).ShouldBe(1);
        await ToldAsync();
        await Paynow.DeliverKeptAsync();
        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Pending, "the message alone moves nothing");
        (await WorkAsync()).ShouldBe(1);

        var begun = Paynow.Transactions.ShouldHaveSingleItem();
        (begun.Phone, begun.Method, begun.Reference, begun.Amount).ShouldBe(("0771111111", "ecocash", "INV-USD-2026-000001-1", 22.80m));
        var payment = await PaymentAsync(id);
        (payment.Status, payment.GatewayReference, payment.PaidAt, payment.WatchedUntil).ShouldBe((PaymentStatus.Paid, "1082", Host.Clock.Now, null));
        var paid = await InvoiceAsync(invoice);
        (paid.Status, paid.AmountDue).ShouldBe((InvoiceStatus.Paid, 0m));
        (await BalanceAsync(LedgerAccount.Gateway)).ShouldBe(22.80m);
        Paynow.Forged.ShouldBe(0);
        (await WorkAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Payer_on_the_web_gets_the_gateways_page_and_comes_back()
    {
        var id = await BegunAsync(method: GatewayMethod.Web);

        var payment = await PaymentAsync(id);
        (payment.Status, payment.Instructions).ShouldBe((PaymentStatus.Pending, null));
        payment.BrowserUrl.ShouldStartWith($"{Paynow.Url}Payment/ConfirmPayment/");
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        (await browser.GetStringAsync(payment.BrowserUrl)).ShouldContain("INV-USD-2026-000001-1");
        using var answer = await browser.PostAsync($"{payment.BrowserUrl}/pay", content: null);
        answer.Headers.Location.ShouldBe(new Uri("https://portal.example.com/paid"));
        await ToldAsync();
        await WorkAsync();
        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Paid);
    }

    [Theory]
    [InlineData(PaynowFault.NoAnswer, PaymentStatus.Pending)]
    [InlineData(PaynowFault.NoAnswerButPaid, PaymentStatus.Paid)]
    [InlineData(PaynowFault.ErrorButBegun, PaymentStatus.Pending)]
    [InlineData(PaynowFault.ErrorButPaid, PaymentStatus.Paid)]
    [InlineData(PaynowFault.WrongHash, PaymentStatus.Pending)]
    [InlineData(PaynowFault.NothingAtAll, PaymentStatus.Unknown)]
    [InlineData(PaynowFault.Error, PaymentStatus.Unknown)]
    [InlineData(PaynowFault.ServerError, PaymentStatus.Unknown)]
    public async Task Unclear_answer_is_traced_and_never_sent_again(PaynowFault fault, PaymentStatus status)
    {
        Paynow.Callbacks.Mode = PaynowCallbacks.Lose;
        Paynow.Fault = _ => fault;
        var invoice = await InvoiceAsync();
        var id = await PayAsync(invoice);
        (await WorkAsync()).ShouldBe(2, "the call and the trace");
        (await PaymentAsync(id)).Status.ShouldBe(status);

        await PassAsync(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        var payment = await PaymentAsync(id);
        payment.Status.ShouldBe(status is PaymentStatus.Unknown ? PaymentStatus.Failed : status);
        payment.IsOpen.ShouldBe(status is PaymentStatus.Pending);
        Paynow.Transactions.Count.ShouldBe(status is PaymentStatus.Unknown ? 0 : 1);
        (await InvoiceAsync(invoice)).Status.ShouldBe(status is PaymentStatus.Paid ? InvoiceStatus.Paid : InvoiceStatus.Open);
    }

    [Fact]
    public async Task Telephone_without_balance_frees_the_invoice_at_once()
    {
        var invoice = await InvoiceAsync();
        var id = await PayAsync(invoice, phone: "0774444444");
        await WorkAsync();
        await ToldAsync();
        await WorkAsync();
        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Failed);

        var second = await PayAsync(invoice, phone: "0771111111");
        (await PaymentAsync(second)).Reference.ShouldBe("INV-USD-2026-000001-2");
    }

    [Fact]
    public async Task Payment_without_any_message_is_found_by_the_janitor_within_a_minute()
    {
        Paynow.Callbacks.Mode = PaynowCallbacks.Lose;
        var id = await BegunAsync();
        await Paynow.ChangeAsync(Paynow.Transactions.Single(), "Paid");

        await PassAsync(TimeSpan.FromMinutes(1));
        await WorkAsync();
        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Paid);
    }

    [Fact]
    public async Task Prompt_that_is_confirmed_after_the_invoice_was_freed_becomes_credit_of_the_second_payment()
    {
        Paynow.Callbacks.Mode = PaynowCallbacks.Lose;
        var invoice = await InvoiceAsync();
        var first = await BegunAsync(invoice);
        await PassAsync(TimeSpan.FromMinutes(31));
        (await PaymentAsync(first)).Status.ShouldBe(PaymentStatus.Cancelled);
        var second = await BegunAsync(invoice, GatewayMethod.Web);
        await Paynow.ChangeAsync(Paynow.Transactions[1], "Paid");
        await Paynow.ChangeAsync(Paynow.Transactions[0], "Paid");

        await PassAsync(TimeSpan.FromHours(2));
        (await PaymentAsync(first)).Status.ShouldBe(PaymentStatus.Paid);
        (await PaymentAsync(second)).Status.ShouldBe(PaymentStatus.Paid);
        (await InvoiceAsync(invoice)).AmountDue.ShouldBe(0m);
        (await CreditAsync()).ShouldBe(22.80m);
        (await BalanceAsync(LedgerAccount.Gateway)).ShouldBe(45.60m);
    }

    [Theory]
    [InlineData("20.00", null, PaymentReasons.AmountDiffers)]
    [InlineData("22.81", null, PaymentReasons.AmountDiffers)]
    [InlineData(null, "INV-USD-2026-000999-1", PaymentReasons.ReferenceDiffers)]
    public async Task Payment_that_does_not_fit_is_held_and_pays_nothing_until_an_operator_accepts(string? amount, string? reference, string reason)
    {
        var invoice = await InvoiceAsync();
        var id = await BegunAsync(invoice);
        var begun = Paynow.Transactions.Single();
        (begun.ShownAmount, begun.ShownReference) = (amount, reference);
        await Paynow.ChangeAsync(begun, "Paid");
        await ToldAsync();
        await PassAsync(TimeSpan.FromMinutes(1));
        await WorkAsync();

        var held = await PaymentAsync(id);
        (held.Status, held.Reason).ShouldBe((PaymentStatus.Held, reason));
        (await InvoiceAsync(invoice)).Status.ShouldBe(InvoiceStatus.Open);
        (await BalanceAsync(LedgerAccount.Held)).ShouldBe(-held.ReceivedAmount!.Value);
        (await Host.SendAsync(new CreatePayment(invoice, GatewayMethod.Web))).Error.Code.ShouldBe("payment.open");

        await Host.SendCodesAsync();
        var accepted = await Host.SendAsync(new ResolvePayment(id, HoldDecision.Accept, Amount: null, "The bank says it is hers."));
        accepted.Value.Status.ShouldBe(PaymentStatus.Paid);
        (await BalanceAsync(LedgerAccount.Held)).ShouldBe(0m);
        (await InvoiceAsync(invoice)).AmountDue.ShouldBe(Math.Max(0, 22.80m - held.ReceivedAmount.Value));
        (await CreditAsync()).ShouldBe(Math.Max(0, held.ReceivedAmount.Value - 22.80m));
    }

    [Fact]
    public async Task Held_payment_that_an_operator_rejects_leaves_nothing_in_the_books_and_frees_the_invoice()
    {
        var invoice = await InvoiceAsync();
        var id = await BegunAsync(invoice);
        Paynow.Transactions.Single().ShownAmount = "1.00";
        await Paynow.ChangeAsync(Paynow.Transactions.Single(), "Paid");
        await ToldAsync();
        await WorkAsync();
        await Host.SendCodesAsync();

        (await Host.SendAsync(new ResolvePayment(id, HoldDecision.Reject, Amount: null, "Sent back."))).Value.Status.ShouldBe(PaymentStatus.Failed);
        (await BalanceAsync(LedgerAccount.Held), await BalanceAsync(LedgerAccount.Gateway)).ShouldBe((0m, 0m));
        await PayAsync(invoice);
    }

    [Fact]
    public async Task Part_of_what_is_held_can_be_accepted_and_the_rest_goes_back()
    {
        var invoice = await InvoiceAsync();
        var id = await BegunAsync(invoice);
        Paynow.Transactions.Single().ShownAmount = "30.00";
        await Paynow.ChangeAsync(Paynow.Transactions.Single(), "Paid");
        await ToldAsync();
        await WorkAsync();
        await Host.SendCodesAsync();
        var tooMuch = await Host.SendAsync(new ResolvePayment(id, HoldDecision.Accept, 30.01m, "All of it."));
        tooMuch.Error.Code.ShouldBe("payment.held_amount");

        (await Host.SendAsync(new ResolvePayment(id, HoldDecision.Accept, 25m, "The rest was a slip, and sent back."))).Value.ReceivedAmount.ShouldBe(25m);
        (await BalanceAsync(LedgerAccount.Held), await BalanceAsync(LedgerAccount.Gateway), await CreditAsync()).ShouldBe((0m, 25m, 2.20m));
        (await InvoiceAsync(invoice)).Status.ShouldBe(InvoiceStatus.Paid);
        (await Host.SendAsync(new ResolvePayment(id, HoldDecision.Reject, Amount: null, "No."))).Error.Code.ShouldBe("payment.not_held");
    }

    [Fact]
    public async Task Refund_at_the_gateway_opens_the_invoice_again()
    {
        var invoice = await InvoiceAsync();
        var id = await BegunAsync(invoice);
        var begun = Paynow.Transactions.Single();
        await Paynow.ChangeAsync(begun, "Paid");
        await ToldAsync();
        await WorkAsync();
        await Paynow.ChangeAsync(begun, "Refunded");
        await ToldAsync();
        await WorkAsync();

        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Refunded);
        (await InvoiceAsync(invoice)).AmountDue.ShouldBe(22.80m);
        (await BalanceAsync(LedgerAccount.Gateway)).ShouldBe(0m);
    }

    [Fact]
    public async Task Gateway_that_is_away_is_asked_until_it_answers_and_the_invoice_is_not_freed_without_it()
    {
        Paynow.Callbacks.Mode = PaynowCallbacks.Lose;
        var id = await BegunAsync();
        await Paynow.ChangeAsync(Paynow.Transactions.Single(), "Paid");
        (Paynow.IsPollBroken, Paynow.IsTraceBroken) = (true, true);
        await PassAsync(TimeSpan.FromHours(26));
        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Pending);
        Paynow.Polls.ShouldBeLessThan(80);

        Log.Lines.Count(l => l.Contains("needs an operator: gateway_silent", StringComparison.Ordinal)).ShouldBe(1);

        (Paynow.IsPollBroken, Paynow.IsTraceBroken) = (false, false);
        await PassAsync(TimeSpan.FromHours(1));
        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Paid);
    }

    [Fact]
    public async Task Payment_whose_address_does_not_answer_is_found_by_our_trace()
    {
        Paynow.Callbacks.Mode = PaynowCallbacks.Lose;
        var id = await BegunAsync();
        await Paynow.ChangeAsync(Paynow.Transactions.Single(), "Paid");
        Paynow.IsPollBroken = true;
        await PassAsync(TimeSpan.FromMinutes(10));
        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Paid);
    }

    [Fact]
    public async Task Ten_who_pay_one_invoice_at_once_make_one_attempt()
    {
        var invoice = await InvoiceAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Host.SendAsync(new CreatePayment(invoice, GatewayMethod.Ecocash, "0775555555"))));

        var made = answers.Where(a => !a.IsFailure).ShouldHaveSingleItem().Value.Id;
        answers.Where(a => a.IsFailure).Select(a => (a.Error.Code, a.Error.Details["payment_id"])).ShouldAllBe(r => r.Code == "payment.open" && r.Item2.Equals(made.Value));
        await WorkAsync();
        Paynow.Transactions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_workers_that_claim_what_is_due_call_once()
    {
        await PayAsync(await InvoiceAsync());
        var lease = (await Host.Get<PaymentQueue>().ClaimAsync(CancellationToken.None)).ShouldNotBeNull();
        Host.Advance(TimeSpan.FromMinutes(5));
        var later = (await Host.Get<PaymentQueue>().ClaimAsync(CancellationToken.None)).ShouldNotBeNull("the first one's lease is over");

        await Task.WhenAll(Host.Get<PaymentRunner>().RunAsync(later, CancellationToken.None), Host.Get<PaymentRunner>().RunAsync(lease, CancellationToken.None));
        Paynow.Transactions.Count.ShouldBe(1);
        (await Host.ReadAsync(db => db.Payments.AsNoTracking().SingleAsync())).Status.ShouldBe(PaymentStatus.Pending);
    }

    [Fact]
    public async Task Cancel_before_the_call_calls_nobody()
    {
        var invoice = await InvoiceAsync();
        var id = await PayAsync(invoice);
        (await Host.SendAsync(new CancelPayment(id))).Value.Status.ShouldBe(PaymentStatus.Cancelled);

        (await WorkAsync()).ShouldBe(0);
        Paynow.Transactions.ShouldBeEmpty();
        await PayAsync(invoice);
    }

    [Fact]
    public async Task Zwg_is_another_account_with_another_key()
    {
        var id = await PayAsync(await InvoiceAsync(8m, Currency.Zwg), GatewayMethod.Web);
        await WorkAsync();
        var begun = Paynow.Transactions.Single();
        (begun.Integration, begun.ResultUrl.Split('/')[^1]).ShouldBe(("1202", "ZWG"));
        await Paynow.ChangeAsync(begun, "Paid");
        await ToldAsync();
        await WorkAsync();

        (await PaymentAsync(id)).Status.ShouldBe(PaymentStatus.Paid);
        (await CreditAsync(Currency.Usd)).ShouldBe(0m);
    }
}
