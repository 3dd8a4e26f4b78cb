using SaaSOdoo.Api.Customers;
using SaaSOdoo.Api.Tenants;
using SaaSOdoo.Application.Audit;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Audit;

namespace SaaSOdoo.Api.Audit;

internal static class AuditExamples
{
    private static readonly AuditEntryDto Entry = new(
        new(Guid.Parse("0193b000-0000-7000-8000-00000000000a")), CustomerExamples.Customer.CreatedAt, "suspend_tenant", AuditOutcome.Succeeded, Code: null,
        AuditActor.Customer, CustomerExamples.Customer.Id, ApiKeyId: null, CustomerExamples.Customer.Id, TenantExamples.Tenant.Id,
        new Dictionary<string, Guid>(StringComparer.Ordinal) { ["id"] = TenantExamples.Tenant.Id.Value }, "203.0.113.7", "curl/8.5.0",
        "4bf92f3577b34da6a3ce929d0e0e4736");

    public static Page<AuditEntryDto> Page { get; } = new([Entry], NextCursor: null);

    public static Page<PlatformAuditEntryDto> PlatformPage { get; } = new([new(Entry, 7, 42, new('a', 64))], NextCursor: null);

    public static AuditVerificationDto Verification { get; } =
        new(Valid: false, Checked: 1041, new AuditBreak(7, 42, AuditBreakReason.Changed), new('b', 64));
}
