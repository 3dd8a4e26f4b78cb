using System.Globalization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Events;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Events;

/// <summary>A tenant's public events, oldest first: a reader keeps the cursor and goes on from there whenever it likes.</summary>
/// <param name="Type">Wire name of the only type wanted; null for all.</param>
/// <param name="After">The cursor; 0 for the beginning.</param>
public sealed record ListEvents(TenantId Tenant, string? Type, long After, int Limit) : IQuery<EventPage>;

internal sealed class ListEventsHandler(IAppDb db, ICaller caller, IEventFeed feed) : IRequestHandler<ListEvents, Result<EventPage>>
{
    public async Task<Result<EventPage>> Handle(ListEvents query, CancellationToken cancellationToken)
    {
        if (query.Type is { } type && !PublicEvents.Contains(type))
            return Error.Invalid("type", "validation_failed", "There is no public event of this type.");
        if (!await db.TenantsOf(caller).AnyAsync(t => t.Id == query.Tenant, cancellationToken))
            return TenantErrors.NotFound();

        var events = await feed.PastOfTenantAsync(query.Tenant, query.Type, query.After, query.Limit, cancellationToken);
        var next = events.Count == 0 ? query.After : events[^1].Position;
        return new EventPage([.. events.Select(EventDto.From)], next.ToString(CultureInfo.InvariantCulture));
    }
}
