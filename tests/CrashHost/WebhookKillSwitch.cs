using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.CrashHost;

/// <summary>Where a process that sends webhooks kills itself: <c>claimed</c>, before it sends; or <c>sent</c>, before it records that.</summary>
internal sealed record WebhookKillSwitch(bool WhenSent)
{
    public static WebhookKillSwitch Of(string when) => new(when switch
    {
        "claimed" => false,
        "sent" => true,
        var other => throw new InvalidOperationException($"Crash:Webhook is claimed or sent, not {other}."),
    });

    public void Arm(IServiceCollection services) =>
        services.ConfigureDbContext<AppDb>(options => options.AddInterceptors(WhenSent ? new BeforeRecording() : new OnceRead()));

    // Read without tracking, to be sent; to record an attempt it is read with a lock.
    private sealed class OnceRead : DbCommandInterceptor
    {
        public override async ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains("FROM webhook_deliveries", StringComparison.Ordinal))
                await MailKillSwitch.KillAsync();
            return result;
        }
    }

    private sealed class BeforeRecording : SaveChangesInterceptor
    {
        public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (eventData.Context!.ChangeTracker.Entries<WebhookDelivery>().Any(e => e.Entity.AttemptLog.Count > 0))
                await MailKillSwitch.KillAsync();
            return result;
        }
    }
}
