using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Infrastructure.Jobs;

namespace SaaSOdoo.Infrastructure.Operations;

/// <summary>Runs operations.</summary>
internal sealed class OperationWorker(
    OperationQueue queue,
    OperationRunner runner,
    Notifications notifications,
    IOptions<OperationOptions> options,
    TimeProvider clock,
    ILogger<OperationWorker> logger) : QueueWorker<Claim>(notifications, clock, logger)
{
    protected override int Concurrency => options.Value.Concurrency;

    protected override TimeSpan Poll => options.Value.Poll;

    protected override Task<Claim?> ClaimAsync(CancellationToken cancellationToken) => queue.ClaimAsync(cancellationToken);

    protected override Task WorkAsync(Claim claim, CancellationToken stoppingToken) => runner.RunAsync(claim, stoppingToken);
}
