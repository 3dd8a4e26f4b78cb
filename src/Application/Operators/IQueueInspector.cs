using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Operators;

/// <summary>Looks into the queues from outside; locks nothing.</summary>
public interface IQueueInspector
{
    Task<IReadOnlyList<QueueDto>> CountAsync(CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<Page<DeadItemDto>> ListDeadAsync(QueueName queue, Paging paging, CancellationToken cancellationToken);
}

/// <summary>Puts dead work of one queue back, with all its attempts.</summary>
public interface IQueueReplay
{
    QueueName Queue { get; }

    /// <returns>
    /// What waits now. 404 <c>queue.item_not_found</c>; 409 <c>queue.item_not_dead</c>, or why its state does not allow it.
    /// </returns>
    Task<Result<QueueItemId>> ReplayAsync(QueueItemId id, CancellationToken cancellationToken);
}
