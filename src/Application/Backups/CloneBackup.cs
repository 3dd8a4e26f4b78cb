using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Provisioning;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Backups;

/// <summary>Asks for a new instance that begins with what a backup holds; a worker makes it.</summary>
/// <param name="Tenant">Null: the backup's. The caller manages both.</param>
/// <param name="Neutralise">Whether all that acts by itself is switched off before its first start.</param>
public sealed record CloneBackup(BackupId Id, TenantId? Tenant, CopyInput Copy, bool Neutralise) : ICommand<InstanceDto>;

internal sealed class CloneBackupValidator : AbstractValidator<CloneBackup>
{
    public CloneBackupValidator() => RuleFor(c => c.Copy).NotNull();
}

internal sealed class CloneBackupHandler(
    IAppDb db, ICaller caller, InstanceOrders orders, IOptions<ProvisioningOptions> options, TimeProvider clock)
    : IRequestHandler<CloneBackup, Result<InstanceDto>>
{
    public async Task<Result<InstanceDto>> Handle(CloneBackup command, CancellationToken cancellationToken)
    {
        var source = await db.BackupsOf(caller).Where(b => b.Id == command.Id)
            .Select(b => new { b.TenantId, b.OdooVersion, Instance = db.Instances.Single(i => i.Id == b.InstanceId) })
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (source is null)
            return BackupErrors.NotFound;
        if (await db.RefusalAsync(caller, source.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;

        var request = command.Copy.Of(source.Instance, source.OdooVersion, options.Value.Versions);
        if (request.IsFailure)
            return request.Error;

        var tenant = command.Tenant ?? source.TenantId;
        if (await db.RefusalAsync(caller, tenant, TenantRole.Manager, cancellationToken) is { } foreign)
            return foreign;

        var billing = await orders.AdmitAsync(tenant, request.Value.Settings.Limits, cancellationToken);
        if (billing.IsFailure)
            return billing.Error;

        await db.LockBackupAsync(command.Id, cancellationToken);
        var backup = await db.Backups.AsNoTracking().SingleAsync(b => b.Id == command.Id, cancellationToken);
        var cloned = Instance.Clone(
            backup, command.Neutralise, tenant, request.Value, billing.Value, caller.AsRequester(), clock.GetUtcNow());
        if (cloned.IsFailure)
            return cloned.Error;

        var (instance, operation) = cloned.Value;
        orders.AddSecrets(instance.Id, adminPassword: null, generated: false);
        db.Instances.Add(instance);
        var saved = await orders.SaveAsync(operation, cancellationToken);
        return saved.IsFailure ? saved.Error : InstanceDto.From(instance, request.Value.Settings.EnvironmentVars, operation.Id);
    }
}
