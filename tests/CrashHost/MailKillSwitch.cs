using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.CrashHost;

/// <summary>Where a process that sends mails kills itself: <c>claimed</c>, before it sends; or <c>sent</c>, before it records that.</summary>
internal sealed record MailKillSwitch(bool WhenSent)
{
    public static MailKillSwitch Of(string when) => new(when switch
    {
        "claimed" => false,
        "sent" => true,
        var other => throw new InvalidOperationException($"Crash:Mail is claimed or sent, not {other}."),
    });

    public void Arm(IServiceCollection services) =>
        services.ConfigureDbContext<AppDb>(options => options.AddInterceptors(WhenSent ? new BeforeRecording() : new OnceRead()));

    internal static async Task KillAsync()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        await Task.Delay(Timeout.Infinite);
    }

    // It is read after it was claimed, to be sent.
    private sealed class OnceRead : DbCommandInterceptor
    {
        public override async ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("FROM mails", StringComparison.Ordinal))
                await KillAsync();
            return result;
        }
    }

    private sealed class BeforeRecording : SaveChangesInterceptor
    {
        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (eventData.Context!.ChangeTracker.Entries<OutgoingMail>().Any(e => e.Entity.Status == MailStatus.Sent))
                await KillAsync();
            return result;
        }
    }
}
