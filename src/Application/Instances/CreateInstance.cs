using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Application.Subscriptions;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Customers;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Members;
using SaaSOdoo.Domain.Subscriptions;
using SaaSOdoo.Domain.Tenants;

namespace SaaSOdoo.Application.Instances;

/// <summary>Asks for a new Odoo; a worker provisions it.</summary>
/// <param name="AdminPassword">First password of Odoo's administrator; null: one is made, and shown once by the credentials endpoint.</param>
/// <param name="Subdomain">Null: made from the database name.</param>
public sealed record CreateInstance(
    TenantId TenantId, InstanceSettingsInput Settings, string? OdooVersion, string? AdminEmail, string? AdminPassword, string? DatabaseName,
    string? Subdomain, bool DemoData) : ICommand<InstanceDto>
{
    public override string ToString() => nameof(CreateInstance);
}

internal sealed class CreateInstanceValidator : AbstractValidator<CreateInstance>
{
    public CreateInstanceValidator() => RuleFor(c => c.AdminPassword).Length(8, 128)
        .Must(p => p is null || !p.Any(char.IsControl)).WithMessage("Control characters are not allowed.");
}

internal sealed class CreateInstanceHandler(
    IAppDb db, ICaller caller, ISecretProtector protector, IRandomSecrets random, IModuleCatalogues modules, IOptions<ProvisioningOptions> options, TimeProvider clock)
    : IRequestHandler<CreateInstance, Result<InstanceDto>>
{
    public async Task<Result<InstanceDto>> Handle(CreateInstance command, CancellationToken cancellationToken)
    {
        var request = NewInstance.Create(
            command.Settings, command.OdooVersion, command.AdminEmail, command.DatabaseName, command.Subdomain, command.DemoData,
            options.Value.Versions);
        if (request.IsFailure)
            return request.Error;

        var (version, addons) = (request.Value.OdooVersion, request.Value.Settings.CustomAddons);
        if (await modules.UnknownAsync(version, addons, cancellationToken) is { Count: > 0 } unknown)
            return InstanceErrors.UnknownModules(version, unknown);

        // Counting and inserting under the lock on the tenant's row: a race cannot exceed the plan.
        await db.LockTenantAsync(command.TenantId, cancellationToken);
        var tenant = await db.TenantsOf(caller).AsNoTracking().SingleOrDefaultAsync(t => t.Id == command.TenantId, cancellationToken);
        if (tenant is null)
            return TenantErrors.NotFound();
        if (await db.RefusalAsync(caller, tenant.Id, TenantRole.Manager, cancellationToken) is { } forbidden)
            return forbidden;
        if (!await db.IsProvenAsync(caller.CustomerId, cancellationToken))
            return CustomerErrors.EmailUnverified;

        var entitlements = await db.EntitlementsOfAsync(tenant.Id, cancellationToken);
        if (await db.RefusalOfInstanceAsync(tenant, entitlements, request.Value, cancellationToken) is { } refusal)
            return refusal;

        var wanted = request.Value with { Settings = protector.ProtectVariables(request.Value.Settings) };
        var billing = entitlements!.Status == SubscriptionStatus.Trialing ? BillingStatus.Trial : BillingStatus.Paid;
        var (instance, operation) = Instance.Create(tenant.Id, wanted, billing, caller.AsRequester(), clock.GetUtcNow());
        db.Instances.Add(instance);
        db.InstanceSecrets.Add(Secrets(instance.Id, command.AdminPassword));
        db.Operations.Add(operation);
        var saved = await db.SaveUniqueAsync(InstanceConstraints.ToError, cancellationToken);
        if (saved.IsFailure)
            return saved.Error;

        return InstanceDto.From(instance, wanted.Settings.EnvironmentVars, operation.Id);
    }

    private InstanceSecrets Secrets(InstanceId id, string? adminPassword) => InstanceSecrets.Create(
        id, protector.Protect(random.Token()), protector.Protect(random.Token()), protector.Protect(adminPassword ?? random.Password()),
        generated: adminPassword is null);
}
