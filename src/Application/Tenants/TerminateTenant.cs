using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Tenants;

/// <summary>Closes a tenant for good, and its subscription with it. 409 while it has live instances.</summary>
/// <param name="IfMatch">412 when the tenant was changed since; null closes it in any case.</param>
public sealed record TerminateTenant(TenantId Id, IfMatch? IfMatch = null) : ICommand, INeedsSecondFactor;

internal sealed class TerminateTenantHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<TerminateTenant, Result>
{
    public async Task<Result> Handle(TerminateTenant command, CancellationToken cancellationToken)
    {
        // Under the lock that creating an instance and subscribing take as well: neither can slip in after the count.
        await db.LockTenantAsync(command.Id, cancellationToken);
        var tenant = await db.TenantsOf(caller).SingleOrDefaultAsync(t => t.Id == command.Id, cancellationToken);
        if (tenant is null)
            return TenantErrors.NotFound();
        if (await db.RefusalAsync(caller, tenant.Id, TenantRole.Owner, cancellationToken) is { } refusal)
            return refusal;
        if (IfMatch.Check(command.IfMatch, tenant) is { IsFailure: true } outdated)
            return outdated;

        var closed = await db.CloseAsync(tenant, clock.GetUtcNow(), cancellationToken);
        if (closed.IsFailure)
            return closed;

        await db.SaveChangesAsync(cancellationToken);
        return Result.Success;
    }
}
