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
public sealed record FollowOperation(OperationId Id, long After) : IQuery<IAsyncEnumerable<FeedEvent>>;

internal sealed class FollowOperationHandler(IAppDb db, ICaller caller, IEventFeed feed)
    : IRequestHandler<FollowOperation, Result<IAsyncEnumerable<FeedEvent>>>
{
    private static readonly string Finished = EventNames.NameOf(typeof(OperationFinished));

    public async Task<Result<IAsyncEnumerable<FeedEvent>>> Handle(FollowOperation query, CancellationToken cancellationToken)
    {
        var active = await db.OperationsOf(caller)
            .Where(o => o.Id == query.Id)
            .Select(o => (bool?)(o.Status == OperationStatus.Queued || o.Status == OperationStatus.Running))
            .SingleOrDefaultAsync(cancellationToken);
        return active switch
        {
            null => OperationErrors.NotFound,
            true => Result<IAsyncEnumerable<FeedEvent>>.From(UntilFinishedAsync(query, cancellationToken)),
            false => Result<IAsyncEnumerable<FeedEvent>>.From(WhatIsLeftAsync(query, cancellationToken)),
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
    private async IAsyncEnumerable<FeedEvent> WhatIsLeftAsync(
        FollowOperation query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var feedEvent in await feed.PastAsync(query.Id.Value, query.After, cancellationToken))
            yield return feedEvent;
    }
}
