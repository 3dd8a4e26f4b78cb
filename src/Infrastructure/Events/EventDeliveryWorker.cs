using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Operations;

namespace SaaSOdoo.Infrastructure.Events;

/// <summary>Delivers events that were handed out, several at a time so that a slow consumer holds up few.</summary>
internal sealed class EventDeliveryWorker(
    EventQueue queue,
    EventDispatcher dispatcher,
    Notifications notifications,
    IOptions<EventOptions> options,
    IOptions<OperationOptions> operations,
    TimeProvider clock,
    ILogger<EventDeliveryWorker> logger) : QueueWorker(queue, notifications, clock, logger)
{
    protected override int Concurrency => options.Value.Concurrency;

    protected override TimeSpan Poll => operations.Value.Poll;

    protected override Task WorkAsync(Lease lease, CancellationToken cancellationToken) => dispatcher.DeliverAsync(lease, cancellationToken);
}
