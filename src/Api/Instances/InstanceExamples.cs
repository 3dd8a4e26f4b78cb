using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.Api.Instances;

/// <summary>Bodies shown in the OpenAPI document.</summary>
internal static class InstanceExamples
{
    private static readonly InstanceId Id = new(Guid.Parse("01935c3e-7c6a-7b1e-9d2f-0a1b2c3d4e5f"));

    public static InstanceBody Create { get; } = new(
        new TenantId(Guid.Parse("01935c3d-1f00-7a30-8c11-5d6e7f809010")), "Test Instance", "19.0", "admin@example.com", "test_db_123",
        "Test Odoo Instance", InstanceType.Development, 1.0m, "2G", "10G", CustomAddons: ["sale", "purchase"]);

    public static InstanceChangeBody Change { get; } = new("Test Instance", "With more memory", MemoryLimit: "2G");

    public static ActionBody Act { get; } = new(InstanceAction.Restart);

    public static ActionAccepted Accepted { get; } = new(
        Id, InstanceAction.Restart, OperationStatus.Queued, "restart is queued.",
        new OperationId(Guid.Parse("01935c40-0d10-7f00-8a00-112233445566")), new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
}
