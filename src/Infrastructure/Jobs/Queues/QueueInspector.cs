using Microsoft.EntityFrameworkCore;
using Npgsql;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Operators;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Mail;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Payments;
using SaaSOdoo.Domain.Webhooks;
using SaaSOdoo.Infrastructure.Events;
using SaaSOdoo.Infrastructure.Mail;
using SaaSOdoo.Infrastructure.Operations;
using SaaSOdoo.Infrastructure.Payments;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Webhooks;

namespace SaaSOdoo.Infrastructure.Jobs.Queues;

/// <summary>Each number has an index of its own: of the pending, the leased, the dead.</summary>
internal sealed class QueueInspector(AppDb db, NpgsqlDataSource database) : IQueueInspector
{
    private static readonly (QueueName Name, string Sql)[] Counts =
    [
        (QueueName.Operations, QueueSql.Count(OperationQueue.Table)),
        (QueueName.Mails, QueueSql.Count(MailQueue.Table)),
        (QueueName.WebhookDeliveries, QueueSql.Count(WebhookQueue.Table)),
        (QueueName.EventDeliveries, QueueSql.Count(EventQueue.Table)),
        (QueueName.Payments, QueueSql.Count(PaymentQueue.Table)),
    ];

    public async Task<IReadOnlyList<QueueDto>> CountAsync(CancellationToken cancellationToken)
    {
        var queues = new List<QueueDto>();
        foreach (var (name, sql) in Counts)
        {
            var dead = await DeadAsync(name, cancellationToken);
            await using var command = database.CreateCommand(sql);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            queues.Add(new(
                name, reader.GetInt64(0), reader.GetInt64(1), dead,
                await reader.IsDBNullAsync(2, cancellationToken) ? null : await reader.GetFieldValueAsync<DateTimeOffset>(2, cancellationToken)));
        }

        return queues;
    }

    public async Task<Page<DeadItemDto>> ListDeadAsync(QueueName queue, Paging paging, CancellationToken cancellationToken)
    {
        List<DeadItemDto> found = queue switch
        {
            QueueName.Operations => [.. (await db.DeadOperations().AsNoTracking().NewestFirst(paging, o => o.Id).ToListAsync(cancellationToken))
                .Select(o => new DeadItemDto(new(o.Id.Value), o.TenantId, EnumText<OperationKind>.Of(o.Kind), o.Attempts, o.ErrorCode, o.FinishedAt!.Value))],
            QueueName.Mails => [.. (await DeadMails.AsNoTracking().NewestFirst(paging, m => m.Id).ToListAsync(cancellationToken))
                .Select(m => new DeadItemDto(new(m.Id.Value), null, EnumText<MailTemplate>.Of(m.Template), m.Attempts, m.LastError, m.RunAfter))],
            QueueName.WebhookDeliveries => [.. (await DeadWebhooks.AsNoTracking().NewestFirst(paging, d => d.Id).ToListAsync(cancellationToken))
                .Select(d => new DeadItemDto(
                    new(d.Id.Value), d.TenantId, d.EventType, d.Attempts, d.DeadReason is { } reason ? EnumText<WebhookDeadReason>.Of(reason) : null, d.FinishedAt ?? d.RunAfter))],
            QueueName.EventDeliveries => [.. (await NewestFirst(DeadEvents, paging).ToListAsync(cancellationToken))
                .Select(d => new DeadItemDto(
                    new(d.Id), d.TenantId is { } tenant ? new(tenant) : null, $"{d.Consumer}: {d.Event.Name}", d.Attempts, d.LastError, d.RunAfter))],
            QueueName.Payments => [.. (await HeldPayments.AsNoTracking().NewestFirst(paging, p => p.Id).ToListAsync(cancellationToken))
                .Select(p => new DeadItemDto(new(p.Id.Value), p.TenantId, EnumText<PaymentMethod>.Of(p.Method), p.Attempts, p.Reason, p.UpdatedAt))],
        };
        return Page<DeadItemDto>.Of(found, paging, d => d.Id.Value);
    }

    private IQueryable<OutgoingMail> DeadMails => db.Mails.Where(m => m.Status == MailStatus.Dead);

    private IQueryable<WebhookDelivery> DeadWebhooks => db.WebhookDeliveries.Where(d => d.Status == WebhookDeliveryStatus.Dead);

    private IQueryable<EventDelivery> DeadEvents => db.EventDeliveries.Where(d => d.Status == DeliveryStatus.Dead);

    private IQueryable<Payment> HeldPayments => db.Payments.Where(p => p.Status == PaymentStatus.Held);

    private async Task<long> DeadAsync(QueueName queue, CancellationToken cancellationToken) => queue switch
    {
        QueueName.Operations => await db.DeadOperations().LongCountAsync(cancellationToken),
        QueueName.Mails => await DeadMails.LongCountAsync(cancellationToken),
        QueueName.WebhookDeliveries => await DeadWebhooks.LongCountAsync(cancellationToken),
        QueueName.EventDeliveries => await DeadEvents.LongCountAsync(cancellationToken),
        QueueName.Payments => await HeldPayments.LongCountAsync(cancellationToken),
    };

    private static IQueryable<EventDelivery> NewestFirst(IQueryable<EventDelivery> deliveries, Paging paging)
    {
        if (paging.After is { } after)
            deliveries = deliveries.Where(d => d.Id.CompareTo(after) < 0);
        return deliveries.AsNoTracking().Include(d => d.Event).OrderByDescending(d => d.Id).Take(paging.Limit + 1);
    }
}
