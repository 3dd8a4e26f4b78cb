using System.Runtime.CompilerServices;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Application.Operations;

/// <summary>The operation's events, live; ends with <c>operation.finished</c>.</summary>
/// <param name="After">Position of the last event the caller has (<c>Last-Event-ID</c>); 0 for all.</param>
public sealed record FollowOperation(OperationId Id, long After) : IQuery<OperationFeed>;

/// <param name="Events">Null when the operation has finished and the caller has its last event: nothing will ever follow.</param>
public sealed record OperationFeed(IAsyncEnumerable<FeedEvent>? Events);

internal sealed class FollowOperationHandler(IAppDb db, ICaller caller, IEventFeed feed)
    : IRequestHandler<FollowOperation, Result<OperationFeed>>
{
    private static readonly string Finished = EventNames.NameOf(typeof(OperationFinished));

    public async Task<Result<OperationFeed>> Handle(FollowOperation query, CancellationToken cancellationToken)
    {
        var active = await db.OperationsOf(caller)
            .Where(o => o.Id == query.Id)
            .Select(o => (bool?)(o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running))
            .SingleOrDefaultAsync(cancellationToken);
        return active switch
        {
            null => OperationErrors.NotFound,
            true => new OperationFeed(UntilFinishedAsync(query, cancellationToken)),
            false => await WhatIsLeftAsync(query, cancellationToken),
        };
    }

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

    // A browser comes back by itself after the end, with the end as its last event: it must not wait for ever.
    private async Task<OperationFeed> WhatIsLeftAsync(FollowOperation query, CancellationToken cancellationToken)
    {
        var left = await feed.PastAsync(query.Id.Value, query.After, cancellationToken);
        return new(left.Count == 0 ? null : left.ToAsyncEnumerable());
    }
}
