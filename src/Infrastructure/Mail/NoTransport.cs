using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SaaSOdoo.Infrastructure.Mail;

/// <summary>Stands in for the worker where nothing says how to send: the platform works without mails, and an operator must know.</summary>
internal sealed partial class NoTransport(ILogger<NoTransport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Waiting();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Mails are not sent, they wait in the queue: set Mail:Smtp:Host (or Mail:Folder for development) and start again")]
    private partial void Waiting();
}
