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
public sealed class PaymentScenarioTests(ITestOutputHelper output) : PaymentScenario(output)
{
    private const int Steps = 40;
    private const int Few = 3;
    private const int MostShops = 3;

    /// <summary>Each has a database of its own, so that one seed alone does what it did among others.</summary>
    public static TheoryData<int> Scenarios => [.. Seeds.Of(Few)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task What_the_gateway_calls_paid_is_applied_once_and_decides_who_runs(int seed)
    {
        Begin(seed);
        await OweAsync();
        await OpenShopAsync(trial: true);
        for (var step = 0; step < Steps; step++)
            await StepAsync();

        await SettleAsync();
        await LiveAsync(TimeSpan.FromDays(Pick([0, 5, 12, 20])));
        await CheckAsync();
    }

    // What was sent has arrived before the next step, so that a seed does the same again.
    private async Task StepAsync()
    {
        Paynow.Callbacks.Mode = Pick(Enum.GetValues<PaynowCallbacks>());
        Paynow.IsTraceBroken = Random.Next(10) == 0;
        Paynow.IsPollBroken = Random.Next(10) == 0;
        InboxFailure = Random.Next(10) == 0 ? 503 : 0;
        var fault = Random.Next(2) == 0 ? PaynowFault.None : Pick(Enum.GetValues<PaynowFault>());
        Paynow.Fault = _ => fault;
        await (Random.Next(16) switch
        {
            0 or 1 or 2 => BeginAsync(),
            3 => CancelAsync(),
            4 or 5 => AnswerAsync(),
            6 => DieAsync(),
            7 => Paynow.DeliverKeptAsync(),
            8 or 9 => WorkAsync(),
            10 => Shops < MostShops ? OpenShopAsync(Random.Next(2) == 0) : OweAsync(),
            11 => ActAsync(),
            12 => Host.BillAsync(),
            13 => PassDaysAsync(),
            14 => BeAwayAsync(),
            _ => LiveAsync(TimeSpan.FromMinutes(Pick([0.1, 1, 2, 5, 31, 90]))),
        });
        await ToldAsync();
        Note();
    }

    // Payers find a gateway that is well again within so much time.
    private Task PassDaysAsync()
    {
        Mend();
        return LiveAsync(TimeSpan.FromDays(Pick([1, 3, 7, 14])));
    }

    private Task BeAwayAsync()
    {
        BeAway(TimeSpan.FromHours(Pick([1, 5, 15])));
        return Task.CompletedTask;
    }

    private async Task CancelAsync()
    {
        var payments = await Host.ReadAsync(db => db.Payments.OrderBy(p => p.Reference).Select(p => new { p.Id, p.CustomerId, p.TenantId }).ToListAsync());
        if (payments.Count == 0)
            return;

        var payment = Pick([.. payments]);
        Host.Become(payment.CustomerId, payment.TenantId);
        await Host.SendAsync(new CancelPayment(payment.Id));
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
