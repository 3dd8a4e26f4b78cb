using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.TestKit.Payments;

namespace SaaSOdoo.Infrastructure.Tests.Payments;

/// <summary>A worker in a process of its own, killed with SIGKILL while it pays.</summary>
public sealed class PaymentCrashTests : PaymentTest
{
    [Theory]
    [InlineData("calling", 0, PaymentStatus.Failed)]
    [InlineData("answered", 1, PaymentStatus.Paid)]
    [InlineData("paid", 1, PaymentStatus.Paid)]
    public async Task Worker_crash_charges_nobody_twice_and_loses_no_payment(string when, int begun, PaymentStatus ends)
    {
        // The other process has the real time.
        Host.AdjustTime(TimeProvider.System.GetUtcNow());
        Paynow.Callbacks.Mode = PaynowCallbacks.Lose;
        var invoice = await InvoiceAsync();
        var id = await PayAsync(invoice, phone: "0771111111");
        if (when == "paid")
            await WorkAsync();
        if (when == "paid")
            await Host.ExecuteAsync("update payments set run_after = now()");

        await CrashingWorker.CrashAsync(Database.ConnectionString, [$"--Crash:Payment={when}", .. Paynow.Settings().Select(s => $"--{s.Key}={s.Value}")]);

        Paynow.Transactions.Count.ShouldBe(begun);
        var left = await PaymentAsync(id);
        left.Status.ShouldBe(when == "paid" ? PaymentStatus.Pending : PaymentStatus.Created);
        left.CallStartedAt.ShouldNotBeNull();
        (await BalanceAsync(LedgerAccount.Gateway)).ShouldBe(0m);
        (await WorkAsync()).ShouldBe(0, "the dead worker's lease is not over");

        await PassAsync(TimeSpan.FromMinutes(2));
        await PassAsync(TimeSpan.FromMinutes(6));
        Paynow.Transactions.Count.ShouldBe(begun);
        (await PaymentAsync(id)).Status.ShouldBe(ends);
        (await BalanceAsync(LedgerAccount.Gateway)).ShouldBe(begun == 1 ? 22.80m : 0m);
        (await InvoiceAsync(invoice)).Status.ShouldBe(begun == 1 ? InvoiceStatus.Paid : InvoiceStatus.Open);
    }
}
