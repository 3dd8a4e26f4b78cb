using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Subscriptions;

/// <summary>Looks at every subscription for which something is due by the real time. Those of test clocks go by theirs.</summary>
public sealed partial class DueSubscriptions(IAppDb db, SubscriptionCycle cycle, TimeProvider time, ILogger<DueSubscriptions> logger)
{
    private const int Batch = 200;

    /// <summary>Reads only what is due, by an index. One that fails is left for the next time and stops no other.</summary>
    /// <returns>How many were looked at.</returns>
    public async Task<int> AdvanceAsync(CancellationToken cancellationToken)
    {
        var (now, looked, after) = (time.GetUtcNow(), 0, new Due(default, DateTimeOffset.MinValue));
        while (await DueAfterAsync(after, now, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var subscription in due)
                await db.TryOneAsync(token => cycle.AdvanceAsync(subscription.Id, token), e => Failed(e, subscription.Id.Value), cancellationToken);
            (looked, after) = (looked + due.Count, due[^1]);
        }

        return looked;
    }

    // In the order in which they fell due, each once: what fails stays due and must not be met again in the same round.
    private Task<List<Due>> DueAfterAsync(Due after, DateTimeOffset now, CancellationToken cancellationToken) => db.Database
        .SqlQuery<DueRow>(
            $"""
            select id as "Id", next_action_at as "At" from subscriptions
            where clock_id is null and next_action_at <= {now} and (next_action_at, id) > ({after.At}, {after.Id.Value})
            order by next_action_at, id limit {Batch}
            """)
        .Select(r => new Due(new SubscriptionId(r.Id), r.At))
        .ToListAsync(cancellationToken);

    private sealed record Due(SubscriptionId Id, DateTimeOffset At);

    private sealed record DueRow(Guid Id, DateTimeOffset At);

    [LoggerMessage(Level = LogLevel.Error, Message = "Subscription {Subscription} cannot be advanced; it is tried again in a minute")]
    private partial void Failed(Exception exception, Guid subscription);
}
