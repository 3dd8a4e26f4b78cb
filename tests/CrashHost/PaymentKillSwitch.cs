using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.CrashHost;

/// <summary>
/// Where a process that pays kills itself: <c>calling</c>, when it is saved that the gateway will be called; <c>answered</c>, before the gateway's
/// answer is saved; <c>paid</c>, before it is saved that the money has come; or <c>never</c>: the test kills it.
/// </summary>
internal sealed class PaymentKillSwitch(string when) : SaveChangesInterceptor
{
    public static void Arm(IServiceCollection services, string when)
    {
        if (when is not ("calling" or "answered" or "paid" or "never"))
            throw new InvalidOperationException($"A process that pays dies calling, answered, paid or never, not {when}.");

        services.ConfigureDbContext<AppDb>(options => options.AddInterceptors(new PaymentKillSwitch(when)));
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var isDue = when switch
        {
            "answered" => Any(eventData, p => p is { Status: PaymentStatus.Pending, PollUrl: not null }),
            "paid" => Any(eventData, p => p.Status is PaymentStatus.Paid),
            _ => false,
        };
        if (isDue)
            await StepKillSwitch.CrashAsync();
        return result;
    }

    public override async ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (when == "calling" && Any(eventData, p => p is { CallStartedAt: not null, PollUrl: null }))
            await StepKillSwitch.CrashAsync();
        return result;
    }

    private static bool Any(DbContextEventData eventData, Func<Payment, bool> condition) =>
        eventData.Context!.ChangeTracker.Entries<Payment>().Any(e => condition(e.Entity));
}
