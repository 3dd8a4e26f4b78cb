using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Tenants;

/// <summary>By the owner or an operator; suspends its instances too; activating resumes exactly those.</summary>
public sealed record SuspendTenant(TenantId Id) : ICommand<TenantDto>, IOperatorCommand
{
    // An owner only undoes it.
    bool INeedsSecondFactor.IsSensitiveFor(ICaller caller) => caller.IsAdmin;
}

internal sealed class SuspendTenantHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<SuspendTenant, Result<TenantDto>>
{
    public async Task<Result<TenantDto>> Handle(SuspendTenant command, CancellationToken cancellationToken)
    {
        var tenant = await db.TenantsManagedBy(caller).SingleOrDefaultAsync(t => t.Id == command.Id, cancellationToken);
        if (tenant is null)
            return TenantErrors.NotFound();

        caller.Notes.Concerns(tenant.Id);
        // An operator who owns it acts as its owner.
        var refusal = await db.RefusalAsync(caller, tenant.Id, TenantRole.Owner, cancellationToken);
        if (refusal is not null && !caller.IsAdmin)
            return refusal;

        var changed = tenant.Suspend(clock.GetUtcNow(), refusal is null ? TenantSuspension.Owner : TenantSuspension.Operator);
        if (changed.IsFailure)
            return changed.Error;

        await db.SaveChangesAsync(cancellationToken);
        return await db.ViewsOf(db.Tenants.AsNoTracking().Where(t => t.Id == command.Id)).SingleAsync(cancellationToken);
    }
}
