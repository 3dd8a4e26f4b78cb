using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage;

namespace SaaSOdoo.Application.Common;

/// <summary>
/// The transaction of a handler that needs more than one save: one of its own, or a savepoint in the one it is called in (a command's audit
/// entry and stored answer are saved in the same transaction). Left without <see cref="CommitAsync"/>, nothing of it remains.
/// </summary>
public sealed class HandlerTransaction : IAsyncDisposable
{
    private static long number;
    private readonly string savepoint;
    private readonly IDbContextTransaction transaction;
    private readonly bool isOwn;
    private bool isCommitted;

    private HandlerTransaction(IDbContextTransaction transaction, bool isOwn, string savepoint) =>
        (this.transaction, this.isOwn, this.savepoint) = (transaction, isOwn, savepoint);

    public static async Task<HandlerTransaction> BeginAsync(IAppDb db, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not { } outer)
            return new(await db.Database.BeginTransactionAsync(cancellationToken), isOwn: true, savepoint: "");

        // One may stand in another. A savepoint outlives a rollback to it, so of two with the same name the outer would be out of reach.
        var name = string.Create(CultureInfo.InvariantCulture, $"handler_{Interlocked.Increment(ref number)}");
        await outer.CreateSavepointAsync(name, cancellationToken);
        return new(outer, isOwn: false, name);
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (isOwn)
            await transaction.CommitAsync(cancellationToken);
        else
            await transaction.ReleaseSavepointAsync(savepoint, cancellationToken);
        isCommitted = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (isOwn)
            await transaction.DisposeAsync();
        else if (!isCommitted)
            await transaction.RollbackToSavepointAsync(savepoint, CancellationToken.None);
    }
}
