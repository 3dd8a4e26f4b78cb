using MediatR;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Operators;

/// <summary>Tries dead work again from the beginning. 404 <c>queue.item_not_found</c>, 409 <c>queue.item_not_dead</c> or why not.</summary>
public sealed record ReplayDead(QueueName Queue, QueueItemId Id) : ICommand<ReplayedDto>, IOperatorCommand;

internal sealed class ReplayDeadHandler(IEnumerable<IQueueReplay> replays) : IRequestHandler<ReplayDead, Result<ReplayedDto>>
{
    public async Task<Result<ReplayedDto>> Handle(ReplayDead command, CancellationToken cancellationToken)
    {
        var waiting = await replays.Single(r => r.Queue == command.Queue).ReplayAsync(command.Id, cancellationToken);
        return waiting.IsFailure ? waiting.Error : new ReplayedDto(command.Queue, waiting.Value);
    }
}
