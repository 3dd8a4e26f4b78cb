using System.Text.Json;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Customers;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Tenants;

/// <summary>
/// Opens a tenant; it is active at once and may hold instances as soon as it has a subscription. 409 <c>customer.too_many_tenants</c>, 429
/// <c>customer.too_many_tenants_opened</c>.
/// </summary>
/// <param name="CustomDomain">Not offered yet: null.</param>
/// <param name="Metadata">Free JSON, at most 16 KiB.</param>
public sealed record CreateTenant(string Name, string? CustomDomain = null, Dictionary<string, JsonElement>? Metadata = null)
    : ICommand<TenantDto>;

internal sealed class CreateTenantValidator : AbstractValidator<CreateTenant>
{
    public CreateTenantValidator()
    {
        RuleFor(c => c.Name).Follows(name => PlainName.Create("name", name, Tenant.NameMaxLength));
        RuleFor(c => c.CustomDomain).Follows(domain => Tenant.CheckCustomDomain(domain));
        RuleFor(c => c.Metadata).Follows(metadata => JsonMetadata.Check("metadata", metadata));
    }
}

internal sealed class CreateTenantHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<CreateTenant, Result<TenantDto>>
{
    public async Task<Result<TenantDto>> Handle(CreateTenant command, CancellationToken cancellationToken)
    {
        var tenant = Tenant.Open(caller.CustomerId, command.Name, command.CustomDomain, command.Metadata, clock.GetUtcNow());
        if (tenant.IsFailure)
            return tenant.Error;

        if (await db.LockedActiveAsync(caller.CustomerId, cancellationToken) is null)
            return CustomerErrors.Closed;
        if (await RefusalAsync(clock.GetUtcNow(), cancellationToken) is { } tooMany)
            return tooMany;

        caller.Notes.Concerns(tenant.Value.Id);
        db.Tenants.Add(tenant.Value);
        await db.SaveChangesAsync(cancellationToken);
        var id = tenant.Value.Id;
        return await db.ViewsOf(db.Tenants.AsNoTracking().Where(t => t.Id == id)).SingleAsync(cancellationToken);
    }

    // Counted under the lock on the customer's row: a race cannot exceed the limits.
    private async Task<Error?> RefusalAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (id, since) = (caller.CustomerId, now - Tenant.OpeningWindow);
        var own = db.Tenants.Where(t => t.CustomerId == id);
        if (await own.CountAsync(t => t.Status != TenantStatus.Terminated, cancellationToken) >= Tenant.MaxPerCustomer)
            return CustomerErrors.TooManyTenants(Tenant.MaxPerCustomer);

        return await own.CountAsync(t => t.CreatedAt > since, cancellationToken) >= Tenant.MaxOpened
            ? CustomerErrors.TooManyTenantsOpened(Tenant.MaxOpened, Tenant.OpeningWindow)
            : null;
    }
}
