using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Operations;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Instances;

/// <summary>What every new instance goes through, and one that lives again, however its data begin.</summary>
public sealed class InstanceOrders(IAppDb db, ICaller caller, ISecretProtector protector, IRandomSecrets random)
{
    /// <summary>
    /// Whether a tenant that the caller manages may have one more instance. Locks the tenant's row until the transaction ends: counting and inserting
    /// are one, so that a race cannot exceed the plan.
    /// </summary>
    /// <returns>How it is billed.</returns>
    public async Task<Result<BillingStatus>> AdmitAsync(TenantId id, ResourceLimits limits, CancellationToken cancellationToken)
    {
        await db.LockTenantAsync(id, cancellationToken);
        var tenant = await db.TenantsOf(caller).AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
        if (tenant is null)
            return TenantErrors.NotFound();
        if (!await db.IsProvenAsync(caller.CustomerId, cancellationToken))
            return CustomerErrors.EmailUnverified;

        var entitlements = await db.EntitlementsOfAsync(tenant.Id, cancellationToken);
        if (await db.RefusalOfInstanceAsync(tenant, entitlements, limits, cancellationToken) is { } refusal)
            return refusal;

        return entitlements!.Status == SubscriptionStatus.Trialing ? BillingStatus.Trial : BillingStatus.Paid;
    }

    /// <param name="adminPassword">Null for data that come from a backup: they bring their users along.</param>
    public void AddSecrets(InstanceId id, string? adminPassword, bool generated) => db.InstanceSecrets.Add(InstanceSecrets.Create(
        id, protector.Protect(random.Token()), protector.Protect(random.Token()),
        adminPassword is null ? null : protector.Protect(adminPassword), generated));

    /// <summary>Saves all with the operation that makes it. A name that somebody else has by now is a conflict.</summary>
    public Task<Result> SaveAsync(Operation operation, CancellationToken cancellationToken)
    {
        db.Operations.Add(operation);
        return db.SaveUniqueAsync(InstanceConstraints.ToError, cancellationToken);
    }
}
