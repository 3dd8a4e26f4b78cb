using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Operations;

/// <summary>Writes an operation's record. Each write is a transaction of its own and holds only under the lease's fence.</summary>
internal sealed class OperationJournal(Lease lease, IServiceScopeFactory scopes, TimeProvider clock) : IOperationJournal, IDisposable
{
    private readonly SemaphoreSlim turns = new(1);

    public void Dispose() => turns.Dispose();

    public Task PlanAsync(IReadOnlyList<StepName> missing, CancellationToken cancellationToken) =>
        WriteAsync((operation, now) => operation.Plan(missing, now), cancellationToken);

    public Task MoveAsync(StepName? finished, StepName? begun, CancellationToken cancellationToken) => WriteAsync(
        (operation, now) =>
        {
            if (finished is { } done)
                operation.Finish(done, now);
            if (begun is { } next)
                operation.Begin(next, now);
        },
        cancellationToken);

    public Task DescribeAsync(StepName step, string detail, int? percent, CancellationToken cancellationToken) =>
        WriteAsync((operation, now) => operation.Describe(step, detail, now, percent), cancellationToken);

    /// <summary>As it is recorded now.</summary>
    public async Task<Operation> ReadAsync(CancellationToken cancellationToken)
    {
        Operation? recorded = null;
        await WriteAsync((operation, _) => recorded = operation, cancellationToken);
        return recorded!;
    }

    public Task WriteAsync(Action<Operation, DateTimeOffset> change, CancellationToken cancellationToken) =>
        WriteAsync((operation, _, now) => change(operation, now), withInstance: false, cancellationToken);

    /// <summary>Changes operation and instance in one transaction.</summary>
    public Task WriteAsync(Action<Operation, Instance, DateTimeOffset> change, CancellationToken cancellationToken) =>
        WriteAsync((operation, instance, now) => change(operation, instance!, now), withInstance: true, cancellationToken);

    private async Task WriteAsync(
        Action<Operation, Instance?, DateTimeOffset> change, bool withInstance, CancellationToken cancellationToken)
    {
        // The fence keeps other workers out; the lanes of this one take turns, or one would overwrite the other's step.
        await turns.WaitAsync(cancellationToken);
        try
        {
            await WriteInTurnAsync(change, withInstance, cancellationToken);
        }
        finally
        {
            turns.Release();
        }
    }

    private async Task WriteInTurnAsync(
        Action<Operation, Instance?, DateTimeOffset> change, bool withInstance, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await db.InTransactionAsync(token => ChangeAsync(db, change, withInstance, token), cancellationToken);
    }

    // What a crash of PostgreSQL takes of the steps is done again, which changes nothing: not worth a wait for the disk at each of them.
    private static Task<int> NotForcedToDiskAsync(AppDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"set local synchronous_commit = off", cancellationToken);

    private async Task ChangeAsync(
        AppDb db, Action<Operation, Instance?, DateTimeOffset> change, bool withInstance, CancellationToken cancellationToken)
    {
        var id = new OperationId(lease.Id);
        if (withInstance)
            await db.LockInstanceOfAsync(id, cancellationToken);
        else
            await NotForcedToDiskAsync(db, cancellationToken);

        var operation = await db.Operations.SingleOrDefaultAsync(o => o.Id == id && o.Fence == lease.Fence, cancellationToken)
            ?? throw new LeaseLostException();
        var instance = withInstance
            ? await db.Instances.Include(i => i.Allocation).Include(i => i.Observation)
                .SingleAsync(i => i.Id == operation.InstanceId, cancellationToken)
            : null;

        change(operation, instance, clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new LeaseLostException();
        }
    }
}
