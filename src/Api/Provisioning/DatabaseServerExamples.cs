using SaaSOdoo.Application.Provisioning.Servers;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Api.Provisioning;

/// <summary>Bodies for the document: a server of one tenant, how it is added and changed, and who waits for one.</summary>
internal static class DatabaseServerExamples
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    public static CreateDatabaseServer New { get; } = new(
        "harare-2", "10.0.4.12", "10.0.4.12", "postgres", "…", Capacity: 50, Port: 5432, InstancePort: 5432, DatabaseServerKind.Shared, TenantId: null);

    public static DatabaseServerBody Change { get; } = new(Capacity: 40, Draining: false);

    public static DatabaseServerDto Server { get; } = new(
        new(Guid.Parse("0193b1a0-9d4e-7b10-8c3a-4a5b6c7d8e9f")), "harare-2", "10.0.4.12", Port: 5432, "10.0.4.12", InstancePort: 5432, "postgres",
        Configured: false, DatabaseServerKind.Shared, TenantId: null, Capacity: 50, Instances: 12, Draining: false, DatabaseServerStatus.Active,
        DatabaseServerHealth.Healthy, HealthCode: null, HealthDetail: null, Failures: 0, At, At.AddSeconds(30), At.AddDays(-7), Version: 1);

    public static InstanceWithoutServerDto Waiting { get; } = new(
        new(Guid.Parse("0193b1a1-2c3d-7e4f-8a5b-6c7d8e9f0a1b")), new(Guid.Parse("0193b1a1-2c3d-7000-8a5b-6c7d8e9f0a1b")),
        new(Guid.Parse("0193b1a1-0a1b-7c2d-8e3f-4a5b6c7d8e9f")), DatabaseServerKind.Dedicated, At.AddMinutes(-3), At.AddSeconds(20));
}
