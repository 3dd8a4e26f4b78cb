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
        return (instance, Operation.Queue(instance.Id, tenant, OperationKind.Provision, by, now));
    }
}
