using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Events;

/// <summary>Delivers events that were handed out, several at a time so that a slow consumer holds up few.</summary>
internal sealed class EventDeliveryWorker(
    EventQueue queue,
    EventDispatcher dispatcher,
    Notifications notifications,
    IOptions<EventOptions> options,
    TimeProvider clock,
    ILogger<EventDeliveryWorker> logger) : QueueWorker(queue, notifications, clock, logger)
{
    protected override int Concurrency => options.Value.Concurrency;

    protected override TimeSpan Poll => options.Value.Poll;

    protected override Task WorkAsync(Lease lease, CancellationToken cancellationToken) => dispatcher.DeliverAsync(lease, cancellationToken);
}
