using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Payments;

namespace SaaSOdoo.Application.Payments;

/// <summary>A telephone that asks for a PIN may be a stranger's: nobody can have it do so without end.</summary>
internal static class Prompts
{
    // Of advisory locks, so that theirs are no others'.
    private const int LockSpace = 25;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>
    /// Whether the telephone, or the customer, has had its share of the hour. Who asks at the same time waits until the transaction has ended.
    /// Before invoices are locked.
    /// </summary>
    /// <param name="payer">Whose invoice it is.</param>
    /// <returns>429 <c>payment.too_many_prompts</c>; null when it may be asked.</returns>
    public static async Task<Error?> RefusalOfPromptAsync(
        this IAppDb db, CustomerId payer, string phone, PromptOptions limits, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The number first, then the customer: everybody in this order.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockSpace}, hashtext({phone}))", cancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockSpace}, hashtext({payer.Value.ToString()}))", cancellationToken);

        // Ids follow the time: an hour of them is a short piece of the index.
        var (since, from) = (now - Window, NewId.Of<PaymentId>(now - Window).Value);
        var recent = db.Payments.Where(p => (Guid)(object)p.Id > from && p.Phone != null && p.CreatedAt > since);
        var free = await FreeAsync(recent.Where(p => p.Phone == phone), limits.PerNumber, cancellationToken)
            ?? await FreeAsync(recent.Where(p => p.CustomerId == payer), limits.PerCustomer, cancellationToken);
        return free is { } at ? PaymentErrors.TooManyPrompts(at - now) : null;
    }

    // When the first of the last ones is an hour old; null when there are fewer.
    private static async Task<DateTimeOffset?> FreeAsync(IQueryable<Payment> recent, int limit, CancellationToken cancellationToken) =>
        await recent.OrderByDescending(p => p.CreatedAt).Select(p => (DateTimeOffset?)p.CreatedAt).Skip(limit - 1).FirstOrDefaultAsync(cancellationToken) + Window;
}
