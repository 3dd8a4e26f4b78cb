using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Infrastructure.Payments;
using SaaSOdoo.TestKit.Payments;
using SaaSOdoo.TestKit.Webhooks;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

/// <summary>The client against the fake gateway, over HTTP.</summary>
public sealed class PaynowGatewayTests : IAsyncLifetime
{
    private const string Trace = "0193b1a2000070008000000000000001";
    private static readonly WebPayment Web = new(Currency.Usd, 22.8m, "INV-USD-2026-000123-1", Trace, "Basic, monthly: Moyo & Söhne", ReturnUrl: null);
    private FakePaynow paynow = null!;
    private ServiceProvider services = null!;

    public async Task InitializeAsync()
    {
        paynow = await FakePaynow.StartAsync(pace: 0);
        paynow.Callbacks.Mode = PaynowCallbacks.Lose;
        services = Services(paynow.Settings());
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await paynow.DisposeAsync();
    }

    [Fact]
    public async Task Web_payment_begins_and_is_polled_until_it_is_paid()
    {
        var accepted = (GatewayAccepted)await Gateway.InitiateAsync(Web, default);

        paynow.Forged.ShouldBe(0);
        var begun = paynow.Transactions.ShouldHaveSingleItem();
        (begun.Reference, begun.Amount, begun.MerchantTrace, begun.ReturnUrl).ShouldBe(("INV-USD-2026-000123-1", 22.80m, Trace, "https://portal.example.com/paid"));
        begun.ResultUrl.ShouldEndWith("/webhooks/paynow/USD");
        accepted.BrowserUrl!.AbsolutePath.ShouldStartWith("/Payment/ConfirmPayment/");
        var before = await Gateway.PollAsync(Currency.Usd, accepted.PollUrl, default);
        await paynow.ChangeAsync(begun, "Awaiting Delivery");
        var after = await Gateway.PollAsync(Currency.Usd, accepted.PollUrl, default);

        before.State.ShouldBe(GatewayState.InFlight);
        after.ShouldBe(new(GatewayState.Paid, "Awaiting Delivery", "INV-USD-2026-000123-1", "1082", 22.80m, accepted.PollUrl));
        accepted.GatewayReference.ShouldBe("1082");
    }

    [Theory]
    [InlineData("0771111111", GatewayState.Paid)]
    [InlineData("0772222222", GatewayState.Paid)]
    [InlineData("0773333333", GatewayState.Cancelled)]
    [InlineData("0775555555", GatewayState.InFlight)]
    public async Task Test_telephone_answers_as_published(string phone, GatewayState state)
    {
        var accepted = (GatewayAccepted)await Gateway.InitiateAsync(Express(phone), default);
        await paynow.Payers.SettledAsync();

        (accepted.BrowserUrl, accepted.Instructions).ShouldBe((null, "Enter your PIN on the telephone."));
        (await Gateway.PollAsync(Currency.Usd, accepted.PollUrl, default)).State.ShouldBe(state);
    }

    [Fact]
    public async Task Telephone_without_balance_is_refused_at_once_and_the_trace_says_so()
    {
        var refused = (GatewayRefused)await Gateway.InitiateAsync(Express("0774444444"), default);

        refused.Error.ShouldBe("Insufficient balance");
        (await Gateway.TraceAsync(Currency.Usd, Trace, default))!.State.ShouldBe(GatewayState.Failed);
    }

    [Theory]
    [InlineData(PaynowFault.NoAnswer, GatewayState.InFlight)]
    [InlineData(PaynowFault.NoAnswerButPaid, GatewayState.Paid)]
    [InlineData(PaynowFault.NothingAtAll, null)]
    [InlineData(PaynowFault.ServerError, null)]
    [InlineData(PaynowFault.WrongHash, GatewayState.InFlight)]
    public async Task Unclear_answer_is_settled_by_the_trace(PaynowFault fault, GatewayState? state)
    {
        paynow.Fault = _ => fault;
        await Should.ThrowAsync<GatewayUnclearException>(() => Gateway.InitiateAsync(Express("0775555555"), default));

        var traced = await Gateway.TraceAsync(Currency.Usd, Trace, default);
        (traced is null ? (GatewayState?)null : traced.State).ShouldBe(state);
        (await Gateway.TraceAsync(Currency.Zwg, Trace, default)).ShouldBeNull("it is of the other account");
        paynow.Transactions.Count.ShouldBe(state is null ? 0 : 1);
        paynow.IsTraceBroken = true;
        await Should.ThrowAsync<GatewayUnclearException>(() => Gateway.TraceAsync(Currency.Usd, Trace, default));
    }

    [Fact]
    public async Task Gateway_that_is_slow_large_redirecting_or_unsigned_is_unclear()
    {
        await using var server = await WebhookReceiver.StartAsync();
        await using var client = Services([.. paynow.Settings(), ("Paynow:BaseUrl", server.Url.GetLeftPart(UriPartial.Authority)), ("Paynow:Timeout", "00:00:02")]);
        var gateway = client.GetRequiredService<IPaymentGateway>();
        Func<Microsoft.AspNetCore.Http.HttpContext, int, Task>[] answers =
        [
            (http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default),
            (http, _) => http.Response.Body.WriteAsync(new byte[100_000]).AsTask(),
            (http, _) =>
            {
                http.Response.Redirect($"{paynow.Url}");
                return Task.CompletedTask;
            },
            (http, _) => http.Response.Body.WriteAsync("status=Ok&pollurl=x"u8.ToArray()).AsTask(),
            (http, _) => http.Response.Body.WriteAsync("<html>"u8.ToArray()).AsTask(),
            (_, _) => Task.CompletedTask,
        ];
        foreach (var answer in answers)
        {
            server.Answer = answer;
            await Should.ThrowAsync<GatewayUnclearException>(() => gateway.InitiateAsync(Web, default));
        }

        server.Received.Count.ShouldBe(answers.Length);
        paynow.Transactions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Answer_that_leads_elsewhere_is_unclear_and_no_other_host_is_polled()
    {
        await using var server = await WebhookReceiver.StartAsync();
        await using var client = Services([.. paynow.Settings(), ("Paynow:BaseUrl", server.Url.GetLeftPart(UriPartial.Authority))]);
        server.Answer = (http, _) => http.Response.Body.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            PaynowWire.Write(FakePaynow.UsdKey, ("status", "Ok"), ("pollurl", "http://10.0.0.1/poll"), ("browserurl", $"{server.Url}")))).AsTask();

        var gateway = client.GetRequiredService<IPaymentGateway>();
        await Should.ThrowAsync<GatewayUnclearException>(() => gateway.InitiateAsync(Web, default));
        await Should.ThrowAsync<GatewayUnclearException>(() => gateway.PollAsync(Currency.Usd, paynow.Url, default));
        (server.Received.Count, paynow.Polls).ShouldBe((1, 0));
    }

    [Fact]
    public void Notice_is_read_with_its_currencys_key_only()
    {
        var body = System.Text.Encoding.ASCII.GetBytes(PaynowWire.Write(FakePaynow.UsdKey, ("reference", "INV-USD-2026-000123-1"), ("status", "Paid")));

        var notice = Gateway.Read(Currency.Usd, body).Value;
        (notice.Reference, notice.Word).ShouldBe(("INV-USD-2026-000123-1", "Paid"));
        Gateway.Read(Currency.Zwg, body).Error.Code.ShouldBe("payment.message_invalid");
        Gateway.Read(Currency.Usd, body.AsSpan(0, body.Length - 1)).Error.Code.ShouldBe("payment.message_invalid");
        Gateway.Read(Currency.Usd, "status=Error&error=x"u8).Error.Code.ShouldBe("payment.message_invalid");
    }

    private IPaymentGateway Gateway => services.GetRequiredService<IPaymentGateway>();

    private static ExpressPayment Express(string phone) =>
        new(Currency.Usd, 8m, "INV-USD-2026-000124-1", Trace, "Basic", ReturnUrl: null, "ecocash", phone);

    private static ServiceProvider Services((string Key, string Value)[] settings)
    {
        var values = settings.GroupBy(s => s.Key, StringComparer.Ordinal).ToDictionary(s => s.Key, string? (s) => s.Last().Value, StringComparer.Ordinal);
        return new ServiceCollection().AddLogging().AddPayments(new ConfigurationBuilder().AddInMemoryCollection(values).Build()).BuildServiceProvider();
    }
}
