using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.CrashHost;

/// <summary>SIGKILL when all of a request is written, its stored answer included, and nothing of it is committed.</summary>
internal sealed class CommitKillSwitch : DbTransactionInterceptor
{
    public static void Arm(IServiceCollection services) =>
        services.ConfigureDbContext<AppDb>(options => options.AddInterceptors(new CommitKillSwitch()));

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context!.ChangeTracker.Entries<Tenant>().Any())
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return result;
    }
}
