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

    protected override int Batch => 32;

    protected override Task WorkAsync(Lease lease, CancellationToken cancellationToken) => dispatcher.DeliverAsync(lease, cancellationToken);

    // One that may be slow keeps no others waiting behind it: they are handed back, for whoever's turn it is.
    protected override async Task WorkAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        var left = leases.Count > 1 ? await dispatcher.DeliverTogetherAsync(leases, cancellationToken) : leases;
        if (left.Count > 1)
            await HandBackAsync([.. left.Skip(1)]);
        if (left.Count > 0)
            await WorkAsync(left[0], cancellationToken);
    }
}
