using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Domain.Customers;

public abstract record CustomerEvent(CustomerId CustomerId, DateTimeOffset At) : DomainEvent(At)
{
    public override Guid Subject => CustomerId.Value;
}

[EventName("customer.registered")]
public sealed record CustomerRegistered(CustomerId CustomerId, DateTimeOffset At) : CustomerEvent(CustomerId, At);

/// <summary>Too many wrong passwords or codes in a row.</summary>
[EventName("customer.locked")]
public sealed record CustomerLocked(CustomerId CustomerId, DateTimeOffset Until, DateTimeOffset At) : CustomerEvent(CustomerId, At);

[EventName("customer.email_verified")]
public sealed record CustomerEmailVerified(CustomerId CustomerId, DateTimeOffset At) : CustomerEvent(CustomerId, At);

[EventName("customer.password_changed")]
public sealed record CustomerPasswordChanged(CustomerId CustomerId, DateTimeOffset At) : CustomerEvent(CustomerId, At);

[EventName("customer.deactivated")]
public sealed record CustomerDeactivated(CustomerId CustomerId, DateTimeOffset At) : CustomerEvent(CustomerId, At);

[EventName("customer.activated")]
public sealed record CustomerActivated(CustomerId CustomerId, DateTimeOffset At) : CustomerEvent(CustomerId, At);

[EventName("customer.deleted")]
public sealed record CustomerDeleted(CustomerId CustomerId, DateTimeOffset At) : CustomerEvent(CustomerId, At);

[EventName("customer.second_factor_enabled")]
public sealed record SecondFactorEnabled(CustomerId CustomerId, DateTimeOffset At) : CustomerEvent(CustomerId, At);

[EventName("customer.second_factor_disabled")]
public sealed record SecondFactorDisabled(CustomerId CustomerId, DateTimeOffset At) : CustomerEvent(CustomerId, At);

[EventName("customer.made_operator")]
public sealed record CustomerMadeOperator(CustomerId CustomerId, DateTimeOffset At) : CustomerEvent(CustomerId, At);

[EventName("customer.no_longer_operator")]
public sealed record CustomerNoLongerOperator(CustomerId CustomerId, DateTimeOffset At) : CustomerEvent(CustomerId, At);
