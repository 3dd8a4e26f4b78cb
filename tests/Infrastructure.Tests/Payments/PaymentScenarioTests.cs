using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Infrastructure.Payments;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Payments;
using Xunit.Abstractions;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

/// <summary>
/// Random customers, payers, faults of the gateway and of the net, and workers that die, from a seed that is printed and can be given again:
/// see <see cref="Seeds"/>.
/// </summary>
public sealed class PaymentScenarioTests(ITestOutputHelper output) : PaymentScenario
{
    private const int Steps = 40;
    private const int Few = 5;

    [Fact]
    public async Task What_the_gateway_calls_paid_is_applied_once_and_nothing_else_is()
    {
        foreach (var seed in Seeds.Of(Few))
        {
            output.WriteLine($"Seed {seed}");
            Begin(seed);
            for (var step = 0; step < Steps; step++)
                await StepAsync();

            await SettleAsync();
            await CheckAsync();
        }
    }

    private async Task StepAsync()
    {
        Paynow.Callbacks.Mode = Pick(Enum.GetValues<PaynowCallbacks>());
        Paynow.IsTraceBroken = Random.Next(10) == 0;
        Paynow.IsPollBroken = Random.Next(10) == 0;
        InboxFailure = Random.Next(10) == 0 ? 503 : 0;
        var fault = Random.Next(2) == 0 ? PaynowFault.None : Pick(Enum.GetValues<PaynowFault>());
        Paynow.Fault = _ => fault;
        await (Random.Next(10) switch
        {
            0 or 1 => BeginAsync(),
            2 => CancelAsync(),
            3 or 4 => AnswerAsync(),
            5 => DieAsync(),
            6 => Paynow.DeliverKeptAsync(),
            7 or 8 => WorkAsync(),
            _ => PassAsync(TimeSpan.FromMinutes(Pick([0.1, 1, 2, 5, 31, 90]))),
        });
    }

    private async Task CancelAsync()
    {
        var ids = await Host.ReadAsync(db => db.Payments.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync());
        if (ids.Count > 0)
            await Host.SendAsync(new CancelPayment(Pick([.. ids])));
    }

    // A worker that has claimed, and perhaps said that it will call, or called, and is never seen again.
    private async Task DieAsync()
    {
        if (await Host.Get<PaymentQueue>().ClaimAsync(CancellationToken.None) is not { } lease)
            return;

        var payment = await PaymentAsync(new(lease.Id));
        var depth = Random.Next(3);
        if (depth > 0 && payment.NextStep is PaymentStep.Initiate)
            await Host.InScopeAsync<AppDb>(async db =>
            {
                (await db.Payments.SingleAsync(p => p.Id == payment.Id)).StartCall(Host.Clock.Now);
                await db.SaveChangesAsync();
            });
        if (depth > 1 && payment.NextStep is PaymentStep.Initiate)
            await CallAndDieAsync(payment);
    }

    private async Task CallAndDieAsync(Payment payment)
    {
        try
        {
            await Host.Get<IPaymentGateway>().InitiateAsync(
                new WebPayment(payment.Currency, payment.Amount, payment.Reference, payment.MerchantTrace, payment.Reference, ReturnUrl: null),
                CancellationToken.None);
        }
        catch (GatewayUnclearException)
        {
            // It did not live to see it.
        }
    }
}
