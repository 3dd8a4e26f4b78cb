using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Webhooks;
using SaaSOdoo.Infrastructure.Operations;

namespace SaaSOdoo.Infrastructure.Webhooks;

/// <summary>Sends what is due, several at a time; a notification wakes it at once.</summary>
internal sealed partial class WebhookWorker(
    WebhookClaims claims,
    WebhookRunner runner,
    Notifications notifications,
    IOptions<WebhookOptions> options,
    TimeProvider clock,
    ILogger<WebhookWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wakeUps = notifications.Subscribe();
        using var slots = new SemaphoreSlim(options.Value.Concurrency);
        try
        {
            while (true)
            {
                await slots.WaitAsync(stoppingToken);
                if (await TryClaimAsync(stoppingToken) is { } claim)
                {
                    _ = RunAsync(claim, slots, wakeUps, stoppingToken);
                    continue;
                }

                slots.Release();
                await wakeUps.WaitAsync(options.Value.Poll, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is under way is recorded or handed back before the host stops.
            for (var slot = 0; slot < options.Value.Concurrency; slot++)
                await slots.WaitAsync(CancellationToken.None);
        }
    }

    private async Task<WebhookClaim?> TryClaimAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await claims.ClaimAsync(cancellationToken);
        }
        catch (Exception e) when (e is Npgsql.NpgsqlException)
        {
            Unreachable(e);
            return null;
        }
        catch (OperationCanceledException)
        {
            // The slot taken for it must be given back, or the drain at the end would wait for it for ever.
            return null;
        }
    }

    private async Task RunAsync(
        WebhookClaim claim, SemaphoreSlim slots, Notifications.Subscription wakeUps, CancellationToken stoppingToken)
    {
        try
        {
            await runner.RunAsync(claim, stoppingToken);
        }
        catch (Exception e)
        {
            // How it went could not be written; the claim runs out and it is sent again.
            NotRecorded(e, claim.Id.Value);
        }
        finally
        {
            slots.Release();
            // Its endpoint has room again.
            wakeUps.Offer(subject: null);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The webhooks that are due cannot be read; trying again")]
    private partial void Unreachable(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "How webhook {Delivery} went could not be recorded")]
    private partial void NotRecorded(Exception exception, Guid delivery);
}
