using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>Sends mails as they come, several at a time so that a slow server holds up few.</summary>
internal sealed partial class MailWorker(
    MailQueue queue,
    MailSender sender,
    IMailTransport transport,
    Notifications notifications,
    IOptions<MailOptions> options,
    TimeProvider clock,
    ILogger<MailWorker> logger) : QueueWorker(queue, notifications, clock, logger)
{
    protected override int Concurrency => options.Value.Concurrency;

    protected override TimeSpan Poll => options.Value.Poll;

    protected override Task WorkAsync(Lease lease, CancellationToken cancellationToken) => sender.SendAsync(lease, cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Goes(logger, transport.Description);
        return base.ExecuteAsync(stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Description}")]
    private static partial void Goes(ILogger logger, string description);
}
