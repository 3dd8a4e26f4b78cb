using System.Runtime.CompilerServices;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Operations;

/// <summary>The operation's events, live; ends with <c>operation.finished</c>.</summary>
/// <param name="After">Position of the last event the caller has (<c>Last-Event-ID</c>); 0 for all.</param>
public sealed record FollowOperation(OperationId Id, long After) : IQuery<IAsyncEnumerable<FeedEvent>>;

internal sealed class FollowOperationHandler(IAppDb db, ICaller caller, IEventFeed feed)
    : IRequestHandler<FollowOperation, Result<IAsyncEnumerable<FeedEvent>>>
{
    private static readonly string Finished = EventNames.NameOf(typeof(OperationFinished));

    public async Task<Result<IAsyncEnumerable<FeedEvent>>> Handle(FollowOperation query, CancellationToken cancellationToken) =>
        await db.OperationsOf(caller).AnyAsync(o => o.Id == query.Id, cancellationToken)
            ? Result<IAsyncEnumerable<FeedEvent>>.From(UntilFinishedAsync(query, cancellationToken))
            : OperationErrors.NotFound;

    private async IAsyncEnumerable<FeedEvent> UntilFinishedAsync(
        FollowOperation query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var feedEvent in feed.ReadAsync(query.Id.Value, query.After, cancellationToken))
        {
            yield return feedEvent;
            if (feedEvent.Name == Finished)
                yield break;
        }
    }
}
