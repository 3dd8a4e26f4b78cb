using System.Text.Json;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Application.Events;

/// <summary>Something that happened in a tenant. Webhooks send the same.</summary>
/// <param name="Id">The same wherever the event is seen.</param>
/// <param name="Type">Such as <c>instance.running</c>.</param>
/// <param name="Subject">Id of what it happened to: the tenant, instance, operation, subscription …</param>
/// <param name="Data">What belongs to this type of event.</param>
public sealed record EventDto(Guid Id, string Type, TenantId TenantId, Guid Subject, DateTimeOffset OccurredAt, JsonElement Data)
{
    public static EventDto From(PublicEvent e) => new(e.Id, e.Type, e.TenantId, e.Subject, e.OccurredAt, e.Data);
}

/// <summary>Events after a cursor, oldest first.</summary>
/// <param name="NextCursor">Never null: keep it and ask again later for what has happened since. Fewer items than asked: that is all for now.</param>
public sealed record EventPage(IReadOnlyList<EventDto> Items, string NextCursor);
