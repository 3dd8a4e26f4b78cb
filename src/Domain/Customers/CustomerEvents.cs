using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

[EventName("customer.registered")]
public sealed record CustomerRegistered(CustomerId CustomerId, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => CustomerId.Value;
}

/// <summary>Too many failed logins in a row.</summary>
[EventName("customer.locked")]
public sealed record CustomerLocked(CustomerId CustomerId, DateTimeOffset Until, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => CustomerId.Value;
}
