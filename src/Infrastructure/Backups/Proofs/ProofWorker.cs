using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Backups;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;

namespace SaaSOdoo.Infrastructure.Backups.Proofs;

/// <summary>Tries backups out when they are due.</summary>
internal sealed class ProofWorker(
    ProofQueue queue,
    IServiceScopeFactory scopes,
    Notifications notifications,
    IOptions<ProofOptions> options,
    TimeProvider clock,
    ILogger<ProofWorker> logger) : QueueWorker(queue, notifications, clock, logger)
{
    protected override int Concurrency => options.Value.AtOnce;

    protected override TimeSpan Poll { get; } = TimeSpan.FromSeconds(30);

    protected override async Task WorkAsync(Lease lease, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<ProofRuns>().RunAsync(new BackupProofId(lease.Id), lease.Fence, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new LeaseLostException();
        }
    }
}
