using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Operations;

/// <summary>Runs operations.</summary>
internal sealed class OperationWorker(
    OperationQueue queue,
    OperationRunner runner,
    Notifications notifications,
    IOptions<OperationOptions> options,
    TimeProvider clock,
    ILogger<OperationWorker> logger) : QueueWorker(queue, notifications, clock, logger)
{
    protected override int Concurrency => options.Value.Concurrency;

    protected override TimeSpan Poll => options.Value.Poll;

    protected override Task WorkAsync(Lease lease, CancellationToken cancellationToken) => runner.RunAsync(lease, cancellationToken);
}
