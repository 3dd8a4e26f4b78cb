using Microsoft.EntityFrameworkCore.Storage;

namespace SaaSOdoo.Application.Common;

/// <summary>
/// The one transaction of a command: its effect, its audit entry and the answer stored for its Idempotency-Key are saved together or not at
/// all. The pipeline opens it before the handler and commits it after; only a command that is <see cref="IOpensItsTransaction"/> opens it
/// itself.
/// </summary>
public sealed class CommandTransaction(IAppDb db)
{
    private IDbContextTransaction? current;
    private Func<CancellationToken, Task>? claim;

    /// <summary>
    /// Leaves the commit to the request, which has an answer to store first: see <see cref="CommitRequestAsync"/>.
    /// </summary>
    /// <param name="claimKey">Runs first in the transaction; what it throws ends the command.</param>
    public void BelongToRequest(Func<CancellationToken, Task> claimKey) => claim = claimKey;

    /// <summary>Does nothing when it is open.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (current is not null)
            return;

        current = await db.Database.BeginTransactionAsync(cancellationToken);
        if (claim is not null)
            await claim(cancellationToken);
    }

    /// <summary>At the end of the command.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        if (claim is null && current is not null)
            await CommitRequestAsync(cancellationToken);
    }

    /// <summary>At the end of a request that the transaction belongs to.</summary>
    public async Task CommitRequestAsync(CancellationToken cancellationToken)
    {
        await current!.CommitAsync(cancellationToken);
        await RollBackAsync();
    }

    /// <summary>After a failure; does nothing when it is not open.</summary>
    public async Task RollBackAsync()
    {
        if (current is not { } transaction)
            return;

        current = null;
        await transaction.DisposeAsync();
    }
}
