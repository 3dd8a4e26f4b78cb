using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Events;
using SaaSOdoo.Infrastructure.Jobs;
using SaaSOdoo.Infrastructure.Jobs.Queues;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Events;

internal sealed class EventFeed(
    IServiceScopeFactory scopes, EventPublisher publisher, Notifications notifications, IOptions<EventOptions> options, TimeProvider clock)
    : IEventFeed
{
    private const int PageSize = 100;
    private static readonly string[] Public = [.. PublicEvents.All.Keys];

    public IAsyncEnumerable<FeedEvent> ReadAsync(Guid subject, long after, CancellationToken cancellationToken) =>
        FollowAsync(subject, after, (position, token) => PastAsync(subject, position, token), e => e.Position, cancellationToken);

    public async Task<IReadOnlyList<FeedEvent>> PastAsync(Guid subject, long after, CancellationToken cancellationToken) =>
        [.. (await RowsAsync(e => e.Subject == subject && e.Sequence > after, int.MaxValue, cancellationToken))
            .Select(e => new FeedEvent(e.Sequence!.Value, e.Name, e.Payload))];

    public async Task<IReadOnlyList<PublicEvent>> PastOfTenantAsync(
        TenantId tenant, string? type, long after, int limit, CancellationToken cancellationToken)
    {
        // Of one type along an index of types: it may be rare among many.
        var rows = type is null
            ? await RowsAsync(e => e.TenantId == tenant.Value && e.Sequence > after && Public.Contains(e.Name), limit, cancellationToken)
            : await RowsAsync(e => e.TenantId == tenant.Value && e.Name == type && e.Sequence > after, limit, cancellationToken);
        return [.. rows.Select(e => e.ToPublic())];
    }

    public IAsyncEnumerable<PublicEvent> ReadOfTenantAsync(TenantId tenant, long after, CancellationToken cancellationToken) => FollowAsync(
        tenant.Value, after, (position, token) => PastOfTenantAsync(tenant, type: null, position, PageSize, token), e => e.Position, cancellationToken);

    public async Task<long> EndAsync(CancellationToken cancellationToken)
    {
        await publisher.PublishAsync(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDb>().Events.MaxAsync(e => e.Sequence, cancellationToken) ?? 0;
    }

    private async IAsyncEnumerable<T> FollowAsync<T>(
        Guid concerned,
        long after,
        Func<long, CancellationToken, Task<IReadOnlyList<T>>> past,
        Func<T, long> position,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Subscribed before the first look: nothing can fall between.
        using var changes = notifications.Subscribe(Topics.Streams, concerned.ToString());
        while (true)
        {
            var found = await past(after, cancellationToken);
            foreach (var one in found)
            {
                after = position(one);
                yield return one;
            }

            if (found.Count < PageSize)
                await changes.WaitAsync(options.Value.Poll, clock, cancellationToken);
        }
    }

    // A context only for the moment of the query: a reader may stay for minutes and must not hold a connection.
    private async Task<List<EventRow>> RowsAsync(Expression<Func<EventRow, bool>> wanted, int limit, CancellationToken cancellationToken)
    {
        await publisher.PublishAsync(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDb>().Events.AsNoTracking()
            .Where(wanted).OrderBy(e => e.Sequence).Take(limit).ToListAsync(cancellationToken);
    }
}
