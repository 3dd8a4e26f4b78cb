using Microsoft.EntityFrameworkCore.Storage;
using SaaSOdoo.Application.Ports;

namespace SaaSOdoo.Application.Common;

/// <summary>
/// The transaction of a handler that needs more than one save: one of its own, or a savepoint in the one it is called in (idempotency
/// stores its answer in the same transaction). Left without <see cref="CommitAsync"/>, nothing of it remains.
/// </summary>
public sealed class HandlerTransaction : IAsyncDisposable
{
    private const string Savepoint = "handler";
    private readonly IDbContextTransaction transaction;
    private readonly bool isOwn;
    private bool isCommitted;

    private HandlerTransaction(IDbContextTransaction transaction, bool isOwn) => (this.transaction, this.isOwn) = (transaction, isOwn);

    public static async Task<HandlerTransaction> BeginAsync(IAppDb db, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not { } outer)
            return new(await db.Database.BeginTransactionAsync(cancellationToken), isOwn: true);

        await outer.CreateSavepointAsync(Savepoint, cancellationToken);
        return new(outer, isOwn: false);
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (isOwn)
            await transaction.CommitAsync(cancellationToken);
        else
            await transaction.ReleaseSavepointAsync(Savepoint, cancellationToken);
        isCommitted = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (isOwn)
            await transaction.DisposeAsync();
        else if (!isCommitted)
            await transaction.RollbackToSavepointAsync(Savepoint, CancellationToken.None);
    }
}
