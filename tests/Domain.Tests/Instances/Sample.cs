using System.Text.Json;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.TestKit.Builders;

namespace SaaSOdoo.Domain.Tests.Instances;

/// <summary>Instances brought into each status by the methods that lead there.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    public static readonly TenantId Tenant = NewId.Of<TenantId>(Now);
    public static readonly TenantStanding Active = new(IsActive: true);
    public static readonly TenantStanding Inactive = new(IsActive: false);
    public static readonly Requester By = new(NewId.Of<CustomerId>(Now), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    public static InstanceSettingsInput Input { get; } =
        new("Shop", "An Odoo", InstanceType.Staging, 1.5m, "1G", "10G", ["sale"], ["mail"], new Dictionary<string, string?> { ["A"] = "1" }, Metadata: null);

    public static InstanceSettings Settings { get; } = Checked(Input);

    /// <summary>Needs another container than <see cref="Settings"/>.</summary>
    public static InstanceSettings Larger { get; } = Checked(Input with { MemoryLimit = "2G" });

    /// <summary>With something that stands for the encrypted variables.</summary>
    public static InstanceSettings Checked(InstanceSettingsInput input)
    {
        var settings = InstanceSettings.Create(input).Value;
        return settings with { ProtectedVars = JsonSerializer.Serialize(settings.EnvironmentVars) };
    }

    public static (Instance Instance, Operation Provisioning) Create(BillingStatus billing = BillingStatus.Paid) =>
        new InstanceBuilder(Tenant, By)
        {
            Settings = Input with { Metadata = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["k"] = JsonSerializer.SerializeToElement(1) } },
            AdminEmail = "Admin@Example.com",
            DatabaseName = "shop_1",
            DemoData = true,
            Billing = billing,
        }.Build(Now);

    public static Instance In(InstanceStatus status, BillingStatus billing = BillingStatus.Paid)
    {
        var instance = Create(billing).Instance;
        Lead(instance, status);
        instance.Status.ShouldBe(status);
        instance.ClearEvents();
        return instance;
    }

    /// <summary>A completed backup of the instance.</summary>
    public static Backup BackupOf(Instance instance)
    {
        var backup = Backup.Queue(
            new(instance.Id, instance.TenantId, NewId.Of<OperationId>(Now), instance.OdooVersion, BackupKind.Manual, null, null, null), Now);
        var manifest = new BackupManifest(instance.OdooVersion, 15, new Dictionary<string, string>(), new Dictionary<string, long>(), 0, 0, 0, 1);
        backup.Complete(backup.Begin(), 1, new string('0', 64), manifest, Now);
        return backup;
    }

    private static void Lead(Instance instance, InstanceStatus status)
    {
        if (status is InstanceStatus.Creating)
            return;
        if (status is InstanceStatus.Error)
        {
            instance.Begin(Now);
            instance.Fail("image_not_found", "No such image.", Now);
            return;
        }

        instance.Begin(Now);
        instance.Complete(OperationKind.Provision, Now);
        switch (status)
        {
            case InstanceStatus.Stopping or InstanceStatus.Stopped or InstanceStatus.Starting:
                // The tenant's bill does not matter here: only stopping needs none.
                instance.Stop(Active, By, Now).Value.Kind.ShouldBe(OperationKind.Stop);
                if (status is InstanceStatus.Stopping)
                    break;
                instance.Complete(OperationKind.Stop, Now);
                if (status is InstanceStatus.Starting)
                    instance.Start(Active, By, Now).Value.Kind.ShouldBe(OperationKind.Start);
                break;
            case InstanceStatus.Restarting:
                instance.Restart(Active, By, Now).Value.Kind.ShouldBe(OperationKind.Restart);
                break;
            case InstanceStatus.Updating:
                instance.Change(Larger, By, Now).Value.ShouldNotBeNull().Kind.ShouldBe(OperationKind.Update);
                break;
            case InstanceStatus.Suspended:
                instance.Suspend(SuspensionCause.Operator, By, Now).Value.Kind.ShouldBe(OperationKind.Suspend);
                break;
            case InstanceStatus.Terminating or InstanceStatus.Terminated:
                instance.Terminate(By, Now).Value.Kind.ShouldBe(OperationKind.Terminate);
                if (status is InstanceStatus.Terminated)
                    instance.Complete(OperationKind.Terminate, Now);
                break;
            case InstanceStatus.Maintenance:
                instance.Restore(BackupOf(instance), By, Now).Value.Kind.ShouldBe(OperationKind.Restore);
                break;
        }
    }
}
