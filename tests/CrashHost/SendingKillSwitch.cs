using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.CrashHost;

/// <summary>Where a process that sends mails or webhooks kills itself: <c>claimed</c>, before it sends; or <c>sent</c>, before it records that.</summary>
internal static class SendingKillSwitch
{
    /// <param name="table">Of what is sent. A row is read after it was claimed, to be sent.</param>
    /// <param name="wasSent">What a row says that is about to be saved.</param>
    public static void Arm<TRow>(IServiceCollection services, string when, string table, Func<TRow, bool> wasSent) where TRow : class
    {
        IInterceptor death = when switch
        {
            "claimed" => new OnceRead(table),
            "sent" => new BeforeRecording<TRow>(wasSent),
            var other => throw new InvalidOperationException($"A process dies when {table} are claimed or sent, not {other}."),
        };
        services.ConfigureDbContext<AppDb>(options => options.AddInterceptors(death));
    }

    private sealed class OnceRead(string table) : DbCommandInterceptor
    {
        public override async ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains($"FROM {table}", StringComparison.Ordinal))
                await StepKillSwitch.CrashAsync();
            return result;
        }
    }

    private sealed class BeforeRecording<TRow>(Func<TRow, bool> wasSent) : SaveChangesInterceptor where TRow : class
    {
        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (eventData.Context!.ChangeTracker.Entries<TRow>().Any(e => wasSent(e.Entity)))
                await StepKillSwitch.CrashAsync();
            return result;
        }
    }
}
