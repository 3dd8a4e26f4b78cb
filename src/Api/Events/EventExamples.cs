using System.Text.Json;
using SaaSOdoo.Application.Events;
using SaaSOdoo.Domain.Common;

namespace SaaSOdoo.Api.Events;

/// <summary>Bodies shown in the OpenAPI document.</summary>
internal static class EventExamples
{
    private static readonly TenantId Tenant = new(Guid.Parse("0193b1a0-2f4e-7d1c-9a53-6f1f6f2f9b10"));
    private static readonly Guid Instance = Guid.Parse("01935c3e-7c6a-7b1e-9d2f-0a1b2c3d4e5f");
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    public static EventPage Page { get; } = new(
        [new(
            Guid.Parse("0193b1a5-0c1d-7e2f-8a3b-4c5d6e7f8091"), "instance.running", Tenant, Instance, At,
            JsonSerializer.SerializeToElement(new { instance_id = Instance, tenant_id = Tenant.Value, at = At }))],
        "4711");
}
