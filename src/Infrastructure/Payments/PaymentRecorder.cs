using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Payments;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Payments;

/// <summary>The messages of a payment that had come when its worker began: those that came since are asked about again.</summary>
/// <param name="Different">How many.</param>
/// <param name="All">How many, repetitions included.</param>
internal sealed record MessagesSeen(int Different, long All);

/// <summary>Records what the gateway said, with what it does to the customer's money, under the payment's fence. Never cancelled: it was said.</summary>
internal sealed partial class PaymentRecorder(IServiceScopeFactory scopes, TimeProvider clock, ILogger<PaymentRecorder> logger)
{
    private const string GatewayReferenceTaken = "ux_payments_currency_gateway_reference";

    public async Task<MessagesSeen> SeenAsync(PaymentId id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await SeenAsync(scope.ServiceProvider.GetRequiredService<AppDb>(), id, cancellationToken);
    }

    /// <summary>What moves no money.</summary>
    public Task RecordAsync(Lease lease, MessagesSeen seen, Action<Payment, DateTimeOffset> change) => RecordAsync(lease, seen, (_, payment, now) =>
    {
        change(payment, now);
        return Task.FromResult(PaymentEffect.None);
    });

    /// <summary>What may.</summary>
    public async Task RecordAsync(Lease lease, MessagesSeen seen, GatewayReport report)
    {
        try
        {
            await RecordAsync(lease, seen, (db, payment, now) => ReportAsync(db, payment, report, now));
        }
        catch (UniqueConstraintException e) when (e.Constraint == GatewayReferenceTaken)
        {
            // Another payment has the gateway's number: whose money it is, an operator finds out.
            await RecordAsync(lease, seen, (db, payment, now) => ReportAsync(db, payment, report with { Reference = "", GatewayReference = null }, now));
        }
    }

    private static async Task<PaymentEffect> ReportAsync(AppDb db, Payment payment, GatewayReport report, DateTimeOffset now)
    {
        var isGone = await db.Customers.AnyAsync(c => c.Id == payment.CustomerId && c.Status == CustomerStatus.Deleted);
        return payment.Report(report, isGone, now);
    }

    private async Task RecordAsync(Lease lease, MessagesSeen seen, Func<AppDb, Payment, DateTimeOffset, Task<PaymentEffect>> change)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var books = scope.ServiceProvider.GetRequiredService<PaymentBooks>();
        await db.InTransactionAsync(
            async cancellationToken =>
            {
                var payment = await books.LockAsync(new(lease.Id), cancellationToken);
                if (payment is null || payment.Fence != lease.Fence)
                    return;

                var (now, before) = (clock.GetUtcNow(), payment.Status);
                var effect = await change(db, payment, now);
                var since = await SeenAsync(db, payment.Id, cancellationToken);
                if (since != seen)
                    payment.Notice(isRepeated: since.Different == seen.Different, now);
                var alerts = payment.Events.OfType<PaymentNeedsAttention>().Select(e => e.Reason).ToList();
                await db.SaveChangesAsync(cancellationToken);
                await books.EnterAsync(payment, effect, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                if (payment.Status != before)
                    Became(payment.Id.Value, before, payment.Status, payment.Reason);
                alerts.ForEach(reason => NeedsAttention(payment.Id.Value, payment.Status, reason));
            },
            CancellationToken.None);
    }

    private static async Task<MessagesSeen> SeenAsync(AppDb db, PaymentId id, CancellationToken cancellationToken) =>
        await db.PaymentMessages.Where(m => m.PaymentId == id).GroupBy(m => m.PaymentId)
            .Select(g => new MessagesSeen(g.Count(), g.Sum(m => (long)m.Times))).SingleOrDefaultAsync(cancellationToken) ?? new(0, 0);

    [LoggerMessage(Level = LogLevel.Information, Message = "Payment {Payment} was {Before} and is {Status} ({Reason})")]
    private partial void Became(Guid payment, PaymentStatus before, PaymentStatus status, string? reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Payment {Payment} is {Status} and needs an operator: {Reason}")]
    private partial void NeedsAttention(Guid payment, PaymentStatus status, string reason);
}
