using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Common;

/// <summary>
/// The transaction of a command, and a savepoint around its handler: its effect, its audit entry and the answer stored for its
/// Idempotency-Key are saved together or not at all (ADR 0026). Only the pipeline and the Idempotency-Key's middleware use it.
/// </summary>
public sealed class UnitOfWork(IAppDb db)
{
    private IDbContextTransaction? current;
    private Func<CancellationToken, Task>? claim;

    /// <summary>Leaves the commit to the request, which has an answer to store first: see <see cref="CommitRequestAsync"/>.</summary>
    /// <param name="claimKey">Runs first in the transaction; what it throws ends the command.</param>
    public void BelongToRequest(Func<CancellationToken, Task> claimKey) => claim = claimKey;

    /// <summary>False before the first command, and after a rollback.</summary>
    public bool IsOpen => current is not null;

    /// <summary>Does nothing when it is open.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (IsOpen)
            return;

        current = await db.Database.BeginTransactionAsync(cancellationToken);
        if (claim is not null)
            await claim(cancellationToken);
    }

    /// <summary>At the end of a request that the transaction belongs to. Does nothing when it is not open.</summary>
    public async Task CommitRequestAsync(CancellationToken cancellationToken)
    {
        if (current is { } transaction)
            await transaction.CommitAsync(cancellationToken);
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

    /// <summary>Runs a command from its begin to its commit, which waits when the transaction belongs to the request.</summary>
    internal async Task<T> RunAsync<T>(Func<Task<T>> command, CancellationToken cancellationToken)
    {
        try
        {
            await OpenAsync(cancellationToken);
            var response = await command();
            if (claim is null)
                await CommitRequestAsync(cancellationToken);
            return response;
        }
        catch
        {
            await RollBackAsync();
            throw;
        }
    }
}

/// <summary>Transactions of what is no command: workers, jobs, steps, and queries that need a snapshot. None stands in another.</summary>
public static class Transactions
{
    private const string Savepoint = "before_work";

    /// <summary>Commits when the work returns; what it throws leaves nothing.</summary>
    public static Task<T> InTransactionAsync<T>(
        this IAppDb db, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        db.InTransactionAsync(IsolationLevel.Unspecified, work, cancellationToken);

    /// <inheritdoc cref="InTransactionAsync{T}(IAppDb, Func{CancellationToken, Task{T}}, CancellationToken)"/>
    public static async Task InTransactionAsync(this IAppDb db, Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        await db.InTransactionAsync(Counted(work), cancellationToken);

    /// <inheritdoc cref="InTransactionAsync{T}(IAppDb, Func{CancellationToken, Task{T}}, CancellationToken)"/>
    public static async Task<T> InTransactionAsync<T>(
        this IAppDb db, IsolationLevel isolation, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(isolation, cancellationToken);
        var result = await work(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    /// <summary>The same on a connection of its own, to the database of an instance.</summary>
    public static async Task InTransactionAsync(
        this DbConnection connection, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await work(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// For one part of an open transaction that may fail while the rest holds: what it throws is thrown on, after all it did was taken back.
    /// The context then tracks nothing, so the caller attaches again what it goes on with.
    /// </summary>
    public static async Task InSavepointAsync(this IAppDb db, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var transaction = await db.SetSavepointAsync(cancellationToken);
        try
        {
            await work(cancellationToken);
        }
        catch
        {
            await db.RollBackToSavepointAsync(transaction);
            throw;
        }
    }

    /// <summary>
    /// For one part of an open transaction that may refuse: nothing of a refusal remains, neither in the transaction nor in the context.
    /// </summary>
    public static async Task<T> InSavepointAsync<T>(this IAppDb db, Func<Task<T>> work, CancellationToken cancellationToken) where T : IResult<T>
    {
        var transaction = await db.SetSavepointAsync(cancellationToken);
        var result = await work();
        if (result.IsFailure)
            await db.RollBackToSavepointAsync(transaction);
        return result;
    }

    private static async Task<IDbContextTransaction> SetSavepointAsync(this IAppDb db, CancellationToken cancellationToken)
    {
        var transaction = db.Database.CurrentTransaction
            ?? throw new InvalidOperationException("A savepoint needs an open transaction.");
        await transaction.CreateSavepointAsync(Savepoint, cancellationToken);
        return transaction;
    }

    // Not cancelled with the request: the transaction goes on after it.
    private static async Task RollBackToSavepointAsync(this IAppDb db, IDbContextTransaction transaction)
    {
        await transaction.RollbackToSavepointAsync(Savepoint, CancellationToken.None);
        db.ChangeTracker.Clear();
    }

    private static Func<CancellationToken, Task<int>> Counted(Func<CancellationToken, Task> work) => async cancellationToken =>
    {
        await work(cancellationToken);
        return 0;
    };
}
