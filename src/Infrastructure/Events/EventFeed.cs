using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Ports;
using SaaSOdoo.Infrastructure.Operations;
using SaaSOdoo.Infrastructure.Persistence;

namespace SaaSOdoo.Infrastructure.Events;

internal sealed class EventFeed(
    IServiceScopeFactory scopes, Notifications notifications, IOptions<OperationOptions> options, TimeProvider clock) : IEventFeed
{
    public async IAsyncEnumerable<FeedEvent> ReadAsync(
        Guid subject, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Subscribed before the first look: nothing can fall between.
        using var changes = notifications.Subscribe(subject);
        while (true)
        {
            foreach (var feedEvent in await PastAsync(subject, after, cancellationToken))
            {
                after = feedEvent.Position;
                yield return feedEvent;
            }

            await changes.WaitAsync(options.Value.Poll, clock, cancellationToken);
        }
    }

    // A context only for the moment of the query: a reader may stay for minutes and must not hold a connection.
    public async Task<IReadOnlyList<FeedEvent>> PastAsync(Guid subject, long after, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDb>().Events
            .Where(e => e.Subject == subject && e.Position > after)
            .OrderBy(e => e.Position)
            .Select(e => new FeedEvent(e.Position, e.Name, e.Payload))
            .ToListAsync(cancellationToken);
    }
}
