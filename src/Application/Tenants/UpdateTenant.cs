using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Tenants;

/// <summary>Changes what the customer says about a tenant.</summary>
/// <param name="IfMatch">412 when the tenant was changed since; null changes it in any case.</param>
public sealed record UpdateTenant(
    TenantId Id, Optional<string> Name, Optional<string> CustomDomain, Optional<Dictionary<string, JsonElement>> Metadata, IfMatch? IfMatch)
    : ICommand<TenantDto>;

internal sealed class UpdateTenantValidator : AbstractValidator<UpdateTenant>
{
    public UpdateTenantValidator()
    {
        RuleFor(c => c.Name).FollowsWhenGiven(name => PlainName.Create("name", name, Tenant.NameMaxLength));
        RuleFor(c => c.CustomDomain).FollowsWhenGiven(domain => HostName.Optional("custom_domain", domain));
        RuleFor(c => c.Metadata).Follows(metadata => JsonMetadata.Check("metadata", metadata.Value));
    }
}

internal sealed class UpdateTenantHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<UpdateTenant, Result<TenantDto>>
{
    public async Task<Result<TenantDto>> Handle(UpdateTenant command, CancellationToken cancellationToken)
    {
        var tenant = await db.TenantsOf(caller).SingleOrDefaultAsync(t => t.Id == command.Id, cancellationToken);
        if (tenant is null)
            return TenantErrors.NotFound();
        if (await db.RefusalAsync(caller, tenant.Id, TenantRole.Owner, cancellationToken) is { } refusal)
            return refusal;

        var unchanged = IfMatch.Check(command.IfMatch, tenant);
        if (unchanged.IsFailure)
            return unchanged.Error;

        var updated = tenant.Update(
            command.Name.Or(tenant.Name), command.CustomDomain.Or(current: null), command.Metadata.Or(tenant.Metadata), clock.GetUtcNow());
        if (updated.IsFailure)
            return updated.Error;

        await db.SaveChangesAsync(cancellationToken);
        return await db.ViewsOf(db.Tenants.AsNoTracking().Where(t => t.Id == command.Id)).SingleAsync(cancellationToken);
    }
}
