using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Sessions;

internal static class UnknownLogins
{
    /// <summary>
    /// Counts a login with an address that has no account and answers as an account would: the same lock after the same number, with as
    /// many statements as a wrong password costs. The caller saves.
    /// </summary>
    public static async Task<Error> RefuseUnknownLoginAsync(
        this IAppDb db, string address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var hash = SessionTokens.Hash(address.Trim().ToLowerInvariant());
        // One statement that makes it or locks it: between two, the purge could take it away.
        var unknown = (await db.UnknownLogins.FromSql(
            $"""
            insert into unknown_logins as known (email_hash, failed_logins, last_at) values ({hash}, 0, {now})
            on conflict (email_hash) do update set last_at = known.last_at returning *
            """).ToListAsync(cancellationToken))[0];
        return unknown.Refuse(now);
    }
}
