using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Provisioning;

namespace SaaSOdoo.Domain.Instances;

public sealed partial class Instance
{
    /// <summary>A new instance with the operation that will provision it.</summary>
    /// <param name="request">Checked already; see <see cref="NewInstance.Create"/>.</param>
    public static (Instance Instance, Operation Provisioning) Create(
        TenantId tenant, NewInstance request, BillingStatus billing, Requester by, DateTimeOffset now)
    {
        var instance = Begin(tenant, request, billing, now);
        return (instance, Operation.Queue(instance.Id, tenant, OperationKind.Provision, by, now));
    }

    /// <summary>A new instance that begins with what a backup of another holds, with the operation that will provision it.</summary>
    /// <param name="neutralise">Whether what acts by itself is switched off before its first start.</param>
    public static Result<(Instance Instance, Operation Provisioning)> Clone(
        Backup source, bool neutralise, TenantId tenant, NewInstance request, BillingStatus billing, Requester by, DateTimeOffset now)
    {
        if (source.Status != BackupStatus.Completed)
            return BackupErrors.NotCompleted(source.Status);
        if (source.OdooVersion != request.OdooVersion)
            return BackupErrors.OtherVersion(source.OdooVersion, request.OdooVersion);

        var instance = Begin(tenant, request, billing, now);
        (instance.Source, instance.SourceBackupId, instance.Neutralised) = (DataSource.Copy, source.Id, neutralise);
        return (instance, Operation.Queue(instance.Id, tenant, OperationKind.Clone, by, now, source.Id));
    }

    private static Instance Begin(TenantId tenant, NewInstance request, BillingStatus billing, DateTimeOffset now)
    {
        var instance = new Instance
        {
            Id = NewId.Of<InstanceId>(now),
            TenantId = tenant,
            OdooVersion = request.OdooVersion,
            AdminEmail = request.AdminEmail,
            DatabaseName = request.DatabaseName,
            Subdomain = request.Subdomain,
            DemoData = request.DemoData,
            Status = InstanceStatus.Creating,
            ProvisioningStatus = ProvisioningStatus.Pending,
            BillingStatus = billing,
            DesiredPower = DesiredPower.Running,
            CreatedAt = now,
            UpdatedAt = now,
        };
        instance.Apply(request.Settings);
        (instance.Allocation, instance.Observation) = (InstanceAllocation.Of(instance.Id), InstanceObservation.None(instance.Id));
        instance.Raise(new InstanceCreated(instance.Id, tenant, now));
        return instance;
    }
}
