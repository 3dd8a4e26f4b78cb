using System.Net;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.TestKit.Http;
using SaaSOdoo.TestKit.Payments;

namespace SaaSOdoo.Api.Tests.Payments;

/// <summary>What the gateway is answered, case by case.</summary>
public sealed class PaynowEndpointTests(PaymentApi api, PlatformApi without) : IClassFixture<PaymentApi>, IClassFixture<PlatformApi>
{
    private static readonly string Signed = PaynowWire.Write(FakePaynow.UsdKey, ("reference", "INV-USD-2026-777777-1"), ("amount", "1.00"), ("status", "Paid"));

    [Fact]
    public async Task Message_that_is_signed_is_stored_once_counted_and_answered_200()
    {
        using var client = api.CreateClient();
        var body = PaynowWire.Write(FakePaynow.UsdKey, ("reference", "INV-USD-2026-777778-1"), ("status", "A word of tomorrow"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PaymentApi.SendAsync(client, body)));

        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        Array.ForEach(answers, a => a.Dispose());
        await using var db = api.Database.NewDb();
        (await db.PaymentMessages.AsNoTracking().SingleAsync(m => m.Body == body)).Times.ShouldBe(10);
    }

    [Fact]
    public async Task Message_that_cannot_be_read_or_is_not_signed_answers_400_and_leaves_nothing()
    {
        using var client = api.CreateClient();
        await using var db = api.Database.NewDb();
        var (messages, entries) = (await db.PaymentMessages.CountAsync(), await db.AuditEntries.CountAsync());
        string[] bodies = ["", "%", "{}", Signed[..^1], $"{Signed}&Status=Paid", "reference=INV-USD-2026-777777-1&status=Paid", PaynowWire.Write(FakePaynow.ZwgKey, ("status", "Paid"))];
        foreach (var body in bodies)
        {
            using var refused = await PaymentApi.SendAsync(client, body);
            await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "payment.message_invalid");
        }

        (await db.PaymentMessages.CountAsync(), await db.AuditEntries.CountAsync()).ShouldBe((messages, entries));
    }

    [Fact]
    public async Task Message_of_another_currencys_address_answers_400_and_of_an_unknown_one_404()
    {
        using var client = api.CreateClient();
        using var other = await PaymentApi.SendAsync(client, Signed, "ZWG");
        await other.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "payment.message_invalid");
        foreach (var currency in (string[])["ZWL", "ZiG", "zwg", "usd"])
        {
            using var unknown = await PaymentApi.SendAsync(client, Signed, currency);
            await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    public async Task Message_of_more_than_16_KiB_answers_413()
    {
        using var client = api.CreateClient();
        var filler = new string('x', PaymentMessage.BodyMaxBytes);
        using var large = await PaymentApi.SendAsync(client, PaynowWire.Write(FakePaynow.UsdKey, ("status", "Paid"), ("reference", filler)));
        await large.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task Message_to_a_platform_without_gateway_answers_503_so_that_it_comes_again()
    {
        using var client = without.CreateClient();
        using var refused = await PaymentApi.SendAsync(client, Signed);
        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "payment.gateway_not_configured");
    }
}
