using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Tenants;

/// <summary>Opens a tenant; it is active at once and may hold instances as soon as it has a subscription.</summary>
/// <param name="CustomDomain">A host name such as <c>erp.example.com</c>.</param>
/// <param name="Metadata">Free JSON, at most 16 KiB.</param>
public sealed record CreateTenant(string Name, string? CustomDomain = null, Dictionary<string, JsonElement>? Metadata = null)
    : ICommand<TenantDto>, ITenantDescription;

internal sealed class CreateTenantValidator : TenantDescriptionValidator<CreateTenant>;

internal sealed class CreateTenantHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<CreateTenant, Result<TenantDto>>
{
    public async Task<Result<TenantDto>> Handle(CreateTenant command, CancellationToken cancellationToken)
    {
        var tenant = Tenant.Open(caller.CustomerId, command.Name, command.CustomDomain, command.Metadata, clock.GetUtcNow());
        if (tenant.IsFailure)
            return tenant.Error;

        if (await db.LockedActiveAsync(caller.CustomerId, cancellationToken) is null)
            return CustomerErrors.Closed;

        caller.Notes.Concerns(tenant.Value.Id);
        db.Tenants.Add(tenant.Value);
        await db.SaveChangesAsync(cancellationToken);
        var id = tenant.Value.Id;
        return await db.ViewsOf(db.Tenants.AsNoTracking().Where(t => t.Id == id)).SingleAsync(cancellationToken);
    }
}
