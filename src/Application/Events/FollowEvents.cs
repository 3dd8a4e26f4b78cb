using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Events;

/// <summary>A tenant's public events as they happen.</summary>
/// <param name="After">Position of the last event the caller has (<c>Last-Event-ID</c>, or a cursor of the list); null: from now on.</param>
public sealed record FollowEvents(TenantId Tenant, long? After) : IQuery<EventStream>;

/// <param name="After">Where the stream begins: told to the reader, so that one who loses the line before the first event can resume.</param>
public sealed record EventStream(long After, IAsyncEnumerable<PublicEvent> Events);

internal sealed class FollowEventsHandler(IAppDb db, ICaller caller, IEventFeed feed) : IRequestHandler<FollowEvents, Result<EventStream>>
{
    public async Task<Result<EventStream>> Handle(FollowEvents query, CancellationToken cancellationToken)
    {
        if (!await db.TenantsOf(caller).AnyAsync(t => t.Id == query.Tenant, cancellationToken))
            return TenantErrors.NotFound();

        var after = query.After ?? await feed.EndAsync(cancellationToken);
        return new EventStream(after, feed.ReadOfTenantAsync(query.Tenant, after, cancellationToken));
    }
}
