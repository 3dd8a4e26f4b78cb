using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Operators;

/// <summary>All queues, and how full they are.</summary>
public sealed record ListQueues : IQuery<QueueListDto>;

internal sealed class ListQueuesHandler(IQueueInspector queues) : IRequestHandler<ListQueues, Result<QueueListDto>>
{
    public async Task<Result<QueueListDto>> Handle(ListQueues query, CancellationToken cancellationToken) =>
        new QueueListDto(await queues.CountAsync(cancellationToken));
}
