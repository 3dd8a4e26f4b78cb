using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Infrastructure.Events;

/// <summary>An event as stored: written once, in the transaction that caused it, and never changed.</summary>
internal sealed class EventRow
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(LeaveOutColumns),
        Converters = { new EnumJsonConverterFactory(), new IdJsonConverterFactory(), new UtcJsonConverter() },
    };

    /// <summary>Order of insertion; gaps are normal, and a lower one may be committed later.</summary>
    public long Position { get; private set; }

    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";
    public Guid Subject { get; private set; }
    public Guid? TenantId { get; private set; }
    public string Payload { get; private set; } = "{}";
    public DateTimeOffset At { get; private set; }

    /// <summary>When its deliveries were written; null until then.</summary>
    public DateTimeOffset? DispatchedAt { get; private set; }

    /// <summary>Its place in the order that readers follow, given with the deliveries by <see cref="EventPublisher"/>. The cursor of every reader.</summary>
    public long? Sequence { get; private set; }

    /// <summary>Those whose readers are woken: of the subject, and of the tenant.</summary>
    public IEnumerable<Guid> Concerned => TenantId is { } tenant ? [Subject, tenant] : [Subject];

    public static EventRow Of(DomainEvent domainEvent) => new()
    {
        Id = Guid.CreateVersion7(domainEvent.At),
        Name = EventNames.Of(domainEvent),
        Subject = domainEvent.Subject,
        TenantId = domainEvent.Tenant,
        Payload = JsonSerializer.Serialize(domainEvent, domainEvent.GetType(), Json),
        At = domainEvent.At,
    };

    public RecordedEvent ToRecorded() => new(
        (DomainEvent)JsonSerializer.Deserialize(Payload, EventNames.TypeOf(Name), Json)!, TenantId is null || Sequence is null ? null : ToPublic());

    /// <summary>As customers see it: a tenant's event that has its place in the order.</summary>
    public PublicEvent ToPublic() => new(
        Sequence!.Value, Id, Name, new(TenantId!.Value), Subject, At, JsonSerializer.Deserialize<JsonElement>(Payload));

    // Subject and tenant are columns, and each event has its ids under their own names.
    private static void LeaveOutColumns(JsonTypeInfo type)
    {
        if (!type.Type.IsAssignableTo(typeof(DomainEvent)))
            return;

        foreach (var column in type.Properties.Where(p => p.Name is "subject" or "tenant"))
            column.ShouldSerialize = (_, _) => false;
    }
}
