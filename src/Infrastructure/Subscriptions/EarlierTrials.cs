using Microsoft.EntityFrameworkCore;
using Npgsql;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Subscriptions;

/// <summary>
/// Gives trials of before mailboxes were remembered the hash of their customer's mailbox, so that the same mailbox gets no second one: SQL
/// cannot, the key is the process's. It remembers nothing, so a start that is broken off is gone on with by the next.
/// </summary>
internal static class EarlierTrials
{
    private const int Batch = 500;

    public static async Task HashMailboxesAsync(AppDb db, IMailboxHasher mailboxes, CancellationToken cancellationToken)
    {
        var after = Guid.Empty;
        while (await WithoutHashAsync(db, after, cancellationToken) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
                await HashAsync(db, mailboxes, row, cancellationToken);
            after = rows[^1].Id;
        }
    }

    private static async Task HashAsync(AppDb db, IMailboxHasher mailboxes, TrialRow row, CancellationToken cancellationToken)
    {
        if (Email.Create("email", row.Email) is not { IsFailure: false } email)
            return;

        var hash = await mailboxes.HashAsync(email.Value, cancellationToken);
        try
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                update trials set mailbox_hash = {hash} where customer_id = {row.Id} and mailbox_hash is null
                    and not exists (select from trials where mailbox_hash = {hash})
                """,
                cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The same mailbox had two; one of them remembers it.
        }
    }

    private static Task<List<TrialRow>> WithoutHashAsync(AppDb db, Guid after, CancellationToken cancellationToken) => db.Database
        .SqlQuery<TrialRow>(
            $"""
            select c.id as "Id", c.email as "Email" from trials t join customers c on c.id = t.customer_id
            where t.mailbox_hash is null and c.status <> 'deleted' and c.id > {after} order by c.id limit {Batch}
            """)
        .ToListAsync(cancellationToken);

    private sealed record TrialRow(Guid Id, string Email);
}
