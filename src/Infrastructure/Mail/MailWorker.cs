using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Operations;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>Sends mails as they come, several at a time so that a slow server holds up few.</summary>
internal sealed partial class MailWorker(
    MailQueue queue,
    MailSender sender,
    IMailTransport transport,
    Notifications notifications,
    IOptions<MailOptions> options,
    IOptions<OperationOptions> operations,
    TimeProvider clock,
    ILogger<MailWorker> logger) : QueueWorker<MailClaim>(notifications, clock, logger)
{
    protected override int Concurrency => options.Value.Concurrency;

    protected override TimeSpan Poll => operations.Value.Poll;

    protected override Task<MailClaim?> ClaimAsync(CancellationToken cancellationToken) => queue.ClaimAsync(cancellationToken);

    protected override Task WorkAsync(MailClaim claim, CancellationToken stoppingToken) => sender.SendAsync(claim, stoppingToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Goes(logger, transport.Description);
        return base.ExecuteAsync(stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Description}")]
    private static partial void Goes(ILogger logger, string description);
}
