using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Infrastructure.Operations;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>Sends mails as they come, several at a time so that a slow server holds up few, and looks from time to time for what is due again.</summary>
internal sealed partial class MailWorker(
    MailQueue queue,
    MailSender sender,
    IMailTransport transport,
    Notifications notifications,
    IOptions<MailOptions> options,
    IOptions<OperationOptions> operations,
    TimeProvider clock,
    ILogger<MailWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Goes(transport.Description);
        using var wakeUps = notifications.Subscribe();
        using var slots = new SemaphoreSlim(options.Value.Concurrency);
        try
        {
            while (true)
            {
                await slots.WaitAsync(stoppingToken);
                if (await TryClaimAsync(stoppingToken) is { } claim)
                {
                    _ = SendAsync(claim, slots, stoppingToken);
                    continue;
                }

                slots.Release();
                await wakeUps.WaitAsync(operations.Value.Poll, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is being sent records its outcome before the host stops.
            for (var slot = 0; slot < options.Value.Concurrency; slot++)
                await slots.WaitAsync(CancellationToken.None);
        }
    }

    private async Task<MailClaim?> TryClaimAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await queue.ClaimAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Most likely the database is away.
            Unreachable(e);
            return null;
        }
        catch (OperationCanceledException)
        {
            // The slot taken for it must be given back, or the drain at the end would wait for it for ever.
            return null;
        }
    }

    private async Task SendAsync(MailClaim claim, SemaphoreSlim slots, CancellationToken stoppingToken)
    {
        try
        {
            await sender.SendAsync(claim, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Not known to be sent: sent again after its lease, with the same Message-ID.
        }
        catch (Exception e)
        {
            NotRecorded(e, claim.Id.Value);
        }
        finally
        {
            slots.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Description}")]
    private partial void Goes(string description);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The mails cannot be read now; trying again")]
    private partial void Unreachable(Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "What became of mail {Mail} could not be recorded; it is sent again")]
    private partial void NotRecorded(Exception exception, Guid mail);
}
