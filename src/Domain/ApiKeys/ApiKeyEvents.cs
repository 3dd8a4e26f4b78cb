using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.ApiKeys;

[EventName("api_key.created")]
public sealed record ApiKeyCreated(ApiKeyId ApiKeyId, CustomerId CustomerId, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => ApiKeyId.Value;
}

[EventName("api_key.revoked")]
public sealed record ApiKeyRevoked(ApiKeyId ApiKeyId, CustomerId CustomerId, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => ApiKeyId.Value;
}
