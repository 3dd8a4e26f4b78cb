using System.Text.Json;
using SaaSOdoo.Api.Customers;
using SaaSOdoo.Application.Tenants;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Api.Tenants;

/// <summary>Bodies for the document: the tenant of the customer in <see cref="CustomerExamples"/>.</summary>
internal static class TenantExamples
{
    public static readonly CreateTenant NewTenant = new("Moyo & Sons", CustomDomain: null, Metadata());

    public static readonly TenantDto Tenant = new(
        new(Guid.Parse("0193b1a0-2f4e-7d1c-9a53-6f1f6f2f9b10")), "Moyo & Sons", TenantStatus.Active, SuspendedBy: [], CustomDomain: null, Metadata(), "basic", MaxInstances: 3, MaxUsers: 25,
        InstanceCount: 1, CustomerExamples.At, CustomerExamples.At, Version: 1);

    public static readonly CustomerStatsDto Stats = new(
        CustomerExamples.Customer.Id,
        new Dictionary<TenantStatus, int> { [TenantStatus.Active] = 1 },
        new Dictionary<InstanceStatus, int> { [InstanceStatus.Running] = 1 },
        new Dictionary<SubscriptionStatus, int> { [SubscriptionStatus.Trialing] = 1 },
        CpuAllocated: 1m, MemoryBytesAllocated: 2L << 30, StorageBytesAllocated: 10L << 30);

    private static Dictionary<string, JsonElement> Metadata() =>
        new(StringComparer.Ordinal) { ["branch"] = JsonSerializer.SerializeToElement("Harare") };
}
