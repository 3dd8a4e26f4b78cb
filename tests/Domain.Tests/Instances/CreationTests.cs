using System.Text.Json;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Tests.Instances;

public sealed class CreationTests
{
    private static readonly string[] Versions = ["19.0", "14.0"];

    [Fact]
    public void A_new_instance_is_being_created_by_an_operation()
    {
        var (instance, provisioning) = Sample.Create(BillingStatus.Trial);

        (instance.Status, instance.ProvisioningStatus, instance.BillingStatus, instance.DesiredPower)
            .ShouldBe((InstanceStatus.Creating, ProvisioningStatus.Pending, BillingStatus.Trial, DesiredPower.Running));
        (instance.AdminEmail, instance.DatabaseName, instance.Subdomain, instance.DemoData).ShouldBe(("admin@example.com", "shop_1", "shop-1", true));
        (instance.Observation.ContainerStatus, instance.Observation.Health).ShouldBe((ContainerStatus.Unknown, InstanceHealth.Unknown));
        instance.Events.ShouldBe([new InstanceCreated(instance.Id, Sample.Tenant, Sample.Now)]);
        (provisioning.Kind, provisioning.Status, provisioning.InstanceId, provisioning.Attempt)
            .ShouldBe((OperationKind.Provision, OperationStatus.Queued, instance.Id, 0));
        instance.Desired("f").ShouldBe(new DesiredState(DesiredPower.Running, "f", 1.5m, 1L << 30, Provisioned: false));
    }

    [Fact]
    public void Physical_names_come_from_the_id_alone()
    {
        var allocation = Sample.Create().Instance.Allocation;
        var id = allocation.InstanceId.Value.ToString("N")[^12..];

        (allocation.Workload, allocation.Volume, allocation.Database, allocation.Role)
            .ShouldBe(($"saasodoo-{id}", $"saasodoo-{id}", $"odoo_{id}", $"odoo_{id}"));
    }

    [Fact]
    public void Every_wrong_field_is_named_at_once()
    {
        var settings = new InstanceSettingsInput(
            " ", new string('x', 501), InstanceType.Development, 0m, "1", "1K", ["Sale"], ["a b"],
            new Dictionary<string, string?> { ["PATH"] = "/" }, new(StringComparer.Ordinal) { [""] = default });

        var refused = NewInstance.Create(settings, "18.0", "nobody", "1db", "a", demoData: false, Versions);

        refused.Error.Kind.ShouldBe(ErrorKind.Validation);
        refused.Error.Fields.Keys.ShouldBe(
            [
                "name", "description", "cpu_limit", "memory_limit", "storage_limit", "custom_addons", "disabled_modules", "environment_vars",
                "metadata", "odoo_version", "admin_email", "database_name", "subdomain",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void A_module_cannot_be_wanted_and_disabled()
    {
        var refused = InstanceSettings.Create(Sample.Input with { CustomAddons = ["sale"], DisabledModules = ["sale"] });

        refused.Error.Fields.Keys.ShouldBe(["disabled_modules"]);
    }

    [Theory]
    [InlineData("a", "subdomain")]
    [InlineData("admin", "subdomain")]
    [InlineData("xn__pypal_4ve", "subdomain")]
    public void A_database_name_that_makes_no_subdomain_asks_for_one(string database, string field)
    {
        NewInstance.Create(Sample.Input, "19.0", "a@example.com", database, subdomain: null, demoData: false, Versions)
            .Error.Fields.Keys.ShouldBe([field]);
        NewInstance.Create(Sample.Input, "19.0", "a@example.com", database, "my-shop", demoData: false, Versions).Value.Subdomain.ShouldBe("my-shop");
    }

    [Fact]
    public void The_first_password_is_handed_out_once_and_only_when_it_is_of_use()
    {
        var instance = Sample.Create().Instance;
        var secrets = InstanceSecrets.Create(instance.Id, "db", "master", "admin", generated: true);
        var customer = Sample.By.Customer!.Value;

        secrets.Reveal(instance, customer, Sample.Now).Error.Code.ShouldBe("instance.credentials_not_ready");
        (secrets.AdminPassword, secrets.Events.Count).ShouldBe(("admin", 0));

        instance.Complete(OperationKind.Provision, Sample.Now);
        secrets.Reveal(instance, customer, Sample.Now).Value.ShouldBe("admin");
        (secrets.AdminPassword, secrets.RevealedAt).ShouldBe((null, Sample.Now));
        secrets.Events.ShouldBe([new CredentialsRevealed(instance.Id, instance.TenantId, customer, Sample.Now)]);

        secrets.Reveal(instance, customer, Sample.Now).Error.Code.ShouldBe("instance.credentials_revealed");
        JsonSerializer.Serialize(secrets.Events.Cast<object>()).ShouldNotContain("admin");
    }
}
