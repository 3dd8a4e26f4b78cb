using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Invoices;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Domain.Subscriptions;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>Whether somebody is just paying: then nothing is taken from them before it is known how that ends.</summary>
public sealed class OpenAttempts(IAppDb db, TimeProvider time)
{
    /// <summary>How long an attempt delays a step. One that an operator has to look at delays it as long as that takes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Between two looks; the end of an attempt calls for one by itself.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>Has the gateway asked about open attempts, too.</summary>
    /// <param name="due">When the step was due.</param>
    /// <returns>When the step may be tried again; null when nothing is in its way.</returns>
    public async Task<DateTimeOffset?> PostponedAsync(Subscription subscription, DateTimeOffset due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var attempts = await (from payment in db.Payments
                              join invoice in db.Invoices on payment.InvoiceId equals invoice.Id
                              where invoice.SubscriptionId == subscription.Id && invoice.Status == InvoiceStatus.Open
                                  && PaymentTransitions.Open.Contains(payment.Status)
                              // The gateway has told something of it since it was asked last: it may be that it is paid.
                              select new
                              {
                                  payment.Id,
                                  IsHeld = payment.Status == PaymentStatus.Held || db.PaymentMessages.Any(
                                      m => m.PaymentId == payment.Id && (payment.AskedAt == null || m.LastReceivedAt > payment.AskedAt)),
                              })
            .ToListAsync(cancellationToken);
        if (attempts.Count == 0 || (now >= due + Longest && !attempts.Exists(a => a.IsHeld)))
            return null;

        var (ids, at) = (attempts.Select(a => a.Id).ToList(), time.GetUtcNow());
        await db.Payments.Where(p => ids.Contains(p.Id) && p.WatchedUntil != null && p.LeaseUntil == null && p.RunAfter > at)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.RunAfter, at), cancellationToken);
        return now + Pause;
    }
}
