using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Invoices;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.TestKit;
using SaaSOdoo.TestKit.Http;

namespace SaaSOdoo.Api.Tests.Subscriptions;

/// <summary>Its time goes on when a test says so. No worker: what falls due is taken by commands and by <see cref="AdvanceAsync"/>.</summary>
public sealed class ChangesApi : PlatformApi
{
    public TestClock Clock { get; } = new();

    /// <summary>Goes on to the first day of a month of 30 days, so that what is computed for a period is known.</summary>
    public void BeginMonth()
    {
        while (Clock.Now.Day != 1 || DateTime.DaysInMonth(Clock.Now.Year, Clock.Now.Month) != 30)
            Clock.Advance(Clock.Now.Date.AddDays(1).AddHours(9) - Clock.Now.DateTime);
    }

    public async Task AdvanceAsync(Guid subscription) =>
        await InScopeAsync(services => services.GetRequiredService<SubscriptionCycle>().AdvanceAsync(new(subscription), CancellationToken.None));

    /// <summary>Credit from an operator, which pays as money does and needs no row of a payment; then what follows.</summary>
    public async Task GiveAsync(Guid subscription, MoneyIn money) => await InScopeAsync(async services =>
    {
        var ledger = services.GetRequiredService<InvoiceLedger>();
        await services.GetRequiredService<IAppDb>().InTransactionAsync(
            token => ledger.GiveAsync(money, "For a test.", Clock.Now, token), CancellationToken.None);
        await services.GetRequiredService<SubscriptionCycle>().AdvanceAsync(new(subscription), CancellationToken.None);
    });

    public async Task<LedgerReport> CheckAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None);
    }

    protected override void ConfigureServices(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));

    private async Task InScopeAsync(Func<IServiceProvider, Task> work)
    {
        await using var scope = Services.CreateAsyncScope();
        await work(scope.ServiceProvider);
    }
}
