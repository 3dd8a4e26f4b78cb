using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Tenants;
using SaaSOdoo.Infrastructure.Persistence;
using SaaSOdoo.Infrastructure.Tests.Operations;

namespace SaaSOdoo.Infrastructure.Tests.Instances;

public sealed class SuspendInstancesOfTenantTests : OperationHostTest
{
    [Fact]
    public async Task Instance_in_error_is_stopped_with_its_tenant_and_comes_back_with_it()
    {
        var id = await Host.ProvisionAsync();
        // Its last operation failed, and its container runs all the same.
        await Host.ExecuteAsync("update instances set status = 'error', error_code = 'timeout', error_message = 'Odoo did not answer in time.'");

        await ChangeAsync(t => t.Suspend(Host.Clock.Now, TenantSuspension.Operator));
        await Host.DispatchAsync();
        await Host.RunNextAsync();
        var suspended = await Host.InstanceAsync(id);
        (suspended.Status, suspended.SuspendedBy, suspended.RanBeforeSuspension).ShouldBe((InstanceStatus.Suspended, SuspensionCause.Tenant, true));
        (await KindsAsync()).ShouldContain((OperationKind.Suspend, OperationStatus.Succeeded));

        await ChangeAsync(t => t.Activate(Host.Clock.Now, TenantSuspension.Operator));
        await Host.DispatchAsync();
        await Host.RunNextAsync();
        (await Host.InstanceAsync(id)).Status.ShouldBe(InstanceStatus.Running);
    }

    [Fact]
    public async Task Instance_whose_operation_does_not_end_holds_up_no_other_of_its_tenant()
    {
        var idle = await Host.ProvisionAsync();
        var (busy, _) = await Host.OrderAsync();

        await ChangeAsync(t => t.Suspend(Host.Clock.Now, TenantSuspension.Operator));
        await Host.DispatchAsync();

        (await ActiveAsync()).ShouldBe([(idle, OperationKind.Suspend), (busy, OperationKind.Provision)], ignoreOrder: true);
        await Host.RunNextAsync();
        await Host.RunNextAsync();
        Host.Advance(TimeSpan.FromHours(1));
        await Host.DispatchAsync();
        (await ActiveAsync()).ShouldBe([(busy, OperationKind.Suspend)]);
    }

    private Task<List<(InstanceId, OperationKind)>> ActiveAsync() => Host.ReadAsync(async db =>
        (await db.Operations.AsNoTracking().Where(o => o.Status == OperationStatus.Queued).ToListAsync()).Select(o => (o.InstanceId, o.Kind)).ToList());

    private Task ChangeAsync(Action<Tenant> change) => Host.InScopeAsync<AppDb>(async db =>
    {
        change(await db.Tenants.SingleAsync(t => t.Id == Host.Tenant));
        await db.SaveChangesAsync();
    });

    private Task<List<(OperationKind, OperationStatus)>> KindsAsync() => Host.ReadAsync(async db =>
        (await db.Operations.AsNoTracking().ToListAsync()).Select(o => (o.Kind, o.Status)).ToList());
}
