using FluentValidation;
using MediatR;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Application.Secrets;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Members;

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
    IAppDb db, ICaller caller, InstanceOrders orders, ISecretProtector protector, IRandomSecrets random, IModuleCatalogues modules,
    IOptions<ProvisioningOptions> options, TimeProvider clock)
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

        if (await db.RefusalAsync(caller, command.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;

        var billing = await orders.AdmitAsync(command.TenantId, request.Value.Settings.Limits, cancellationToken);
        if (billing.IsFailure)
            return billing.Error;

        var wanted = request.Value with { Settings = protector.ProtectVariables(request.Value.Settings) };
        var (instance, operation) = Instance.Create(command.TenantId, wanted, billing.Value, caller.AsRequester(), clock.GetUtcNow());
        orders.AddSecrets(instance.Id, command.AdminPassword ?? random.Password(), generated: command.AdminPassword is null);
        db.Instances.Add(instance);
        var saved = await orders.SaveAsync(operation, cancellationToken);
        if (saved.IsFailure)
            return saved.Error;

        return InstanceDto.From(instance, wanted.Settings.EnvironmentVars, operation.Id);
    }
}
