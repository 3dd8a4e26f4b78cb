using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Operators;

/// <summary>What was given up in a queue, newest first.</summary>
public sealed record ListDead(QueueName Queue, Paging Paging) : IQuery<Page<DeadItemDto>>;

internal sealed class ListDeadHandler(IQueueInspector queues) : IRequestHandler<ListDead, Result<Page<DeadItemDto>>>
{
    public async Task<Result<Page<DeadItemDto>>> Handle(ListDead query, CancellationToken cancellationToken) =>
        await queues.ListDeadAsync(query.Queue, query.Paging, cancellationToken);
}
