using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Payments;

/// <summary>Calls the gateway for new payments and asks it about those that are under way.</summary>
internal sealed class PaymentWorker(
    PaymentQueue queue,
    PaymentRunner runner,
    Notifications notifications,
    IOptions<PaynowOptions> options,
    TimeProvider clock,
    ILogger<PaymentWorker> logger) : QueueWorker(queue, notifications, clock, logger)
{
    protected override int Concurrency => options.Value.Concurrency;

    protected override TimeSpan Poll => options.Value.Poll;

    protected override Task WorkAsync(Lease lease, CancellationToken cancellationToken) => runner.RunAsync(lease, cancellationToken);
}
