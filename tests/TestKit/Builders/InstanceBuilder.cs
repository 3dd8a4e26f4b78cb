using System.Text.Json;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;

namespace SaaSOdoo.TestKit.Builders;

/// <summary>An instance that was just ordered, with the operation that provisions it.</summary>
public sealed record InstanceBuilder(TenantId Tenant, Requester By)
{
    public InstanceSettingsInput Settings { get; init; } =
        new("shop", Description: null, InstanceType.Development, 1m, "1G", "10G", ["sale"], [], EnvironmentVars: null, Metadata: null);

    public string AdminEmail { get; init; } = "admin@example.com";

    public string DatabaseName { get; init; } = "shop";

    public bool DemoData { get; init; }

    public BillingStatus Billing { get; init; } = BillingStatus.Trial;

    public (Instance Instance, Operation Provisioning) Build(DateTimeOffset now)
    {
        var request = NewInstance.Create(Settings, "19.0", AdminEmail, DatabaseName, subdomain: null, DemoData, ["19.0", "14.0"]).Value;
        // Stands for the encrypted variables.
        var settings = request.Settings with { ProtectedVars = JsonSerializer.Serialize(request.Settings.EnvironmentVars) };
        return Instance.Create(Tenant, request with { Settings = settings }, Billing, By, now);
    }
}
