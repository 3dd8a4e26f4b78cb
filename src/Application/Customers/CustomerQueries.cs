using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Sessions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;

namespace SaaSOdoo.Application.Customers;

/// <summary>What several use cases of an account ask of the database.</summary>
internal static class CustomerQueries
{
    /// <summary>The customer under the lock on its row, to the end of the transaction: whoever changes it waits for the others instead of failing.</summary>
    public static async Task<Customer?> LockedCustomerAsync(this IAppDb db, CustomerId id, CancellationToken cancellationToken)
    {
        await db.LockCustomerAsync(id, cancellationToken);
        return await db.Customers.SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
    }

    /// <summary>As <see cref="LockedCustomerAsync"/>; null also for an account that was closed since the request was let in.</summary>
    public static async Task<Customer?> LockedActiveAsync(this IAppDb db, CustomerId id, CancellationToken cancellationToken) =>
        await db.LockedCustomerAsync(id, cancellationToken) is { Status: CustomerStatus.Active } customer ? customer : null;

    /// <summary>Read apart from the customer: hashing is slow, and is done before anything is locked.</summary>
    public static Task<string> PasswordHashOfAsync(this IAppDb db, CustomerId id, CancellationToken cancellationToken) =>
        db.Customers.Where(c => c.Id == id).Select(c => c.PasswordHash).SingleAsync(cancellationToken);

    /// <summary>Whose e-mail address it is, if the account is open; null for nobody's.</summary>
    public static Task<CustomerId?> FindActiveAsync(this IAppDb db, Email email, CancellationToken cancellationToken) =>
        db.Customers.Where(c => c.Email == email && c.Status == CustomerStatus.Active)
            .Select(c => (CustomerId?)c.Id).SingleOrDefaultAsync(cancellationToken);

    public static Task EndSessionsAsync(
        this IAppDb db, CustomerId id, DateTimeOffset now, SessionId? except, CancellationToken cancellationToken) =>
        db.Sessions.Where(s => s.CustomerId == id && s.RevokedAt == null && s.Id != except)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellationToken);

    /// <summary>Voids what was issued before. Under the lock on the customer's row; the caller saves.</summary>
    /// <returns>Null when the last one is so fresh that no other is issued.</returns>
    public static async Task<string?> IssueTokenAsync(
        this IAppDb db, CustomerId customer, TokenKind kind, IRandomSecrets random, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = db.OneTimeTokens.Where(t => t.CustomerId == customer && t.Kind == kind);
        if (await before.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } last && last.IsTooFreshToReplace(now))
            return null;

        await before.ExecuteDeleteAsync(cancellationToken);
        var token = random.Token();
        db.OneTimeTokens.Add(OneTimeToken.Issue(customer, kind, SessionTokens.Hash(token), now));
        return token;
    }

    /// <summary>
    /// Uses a token up, under the lock on its owner's row: that is locked before anything of the customer's is changed. Of two uses at once
    /// the second waits for the first, and finds nothing to delete.
    /// </summary>
    /// <returns>The owner, locked.</returns>
    public static async Task<Result<Customer>> RedeemTokenAsync(
        this IAppDb db, TokenKind kind, string token, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hash = SessionTokens.Hash(token);
        var found = await db.OneTimeTokens.AsNoTracking().SingleOrDefaultAsync(t => t.TokenHash == hash && t.Kind == kind, cancellationToken);
        var redeemed = OneTimeToken.Redeem(found, now);
        if (redeemed.IsFailure)
            return redeemed.Error;

        var owner = (await db.LockedCustomerAsync(redeemed.Value, cancellationToken))!;
        return await db.OneTimeTokens.Where(t => t.Id == found!.Id).ExecuteDeleteAsync(cancellationToken) == 0
            ? CustomerErrors.TokenInvalid
            : owner;
    }

    public static Task VoidTokensAsync(this IAppDb db, CustomerId customer, CancellationToken cancellationToken) =>
        db.OneTimeTokens.Where(t => t.CustomerId == customer).ExecuteDeleteAsync(cancellationToken);
}
