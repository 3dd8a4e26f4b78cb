using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.TestKit.Builders;

/// <summary>An active tenant of the customer.</summary>
public sealed record TenantBuilder(CustomerId Owner)
{
    public string Name { get; init; } = "Acme";

    public Tenant Build(DateTimeOffset now) => Tenant.Open(Owner, Name, customDomain: null, metadata: null, now).Value;
}
