using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SaaSOdoo.Application.Common;
using SaaSOdoo.Application.Instances;
using SaaSOdoo.Application.Operations;
using SaaSOdoo.Application.SecondFactor;
using SaaSOdoo.Domain.Backups;
using SaaSOdoo.Domain.Common;
using SaaSOdoo.Domain.Instances;
using SaaSOdoo.Domain.Members;

namespace SaaSOdoo.Application.Backups;

/// <summary>Replaces an instance's data by those of one of its backups. What is there is backed up before; what fails is put back.</summary>
/// <param name="InstanceId">Null: the instance that the backup is of.</param>
public sealed record RestoreBackup(BackupId? BackupId, InstanceId? InstanceId = null) : ICommand<OperationDto>, INeedsSecondFactor;

internal sealed class RestoreBackupValidator : AbstractValidator<RestoreBackup>
{
    public RestoreBackupValidator() => RuleFor(c => c.BackupId).NotNull().WithMessage("Name the backup: {\"parameters\": {\"backup_id\": \"…\"}}.");
}

internal sealed class RestoreBackupHandler(IAppDb db, ICaller caller, TimeProvider clock) : IRequestHandler<RestoreBackup, Result<OperationDto>>
{
    public async Task<Result<OperationDto>> Handle(RestoreBackup command, CancellationToken cancellationToken)
    {
        var backupId = command.BackupId!.Value;
        if (command.InstanceId is { } named && !await db.InstancesOf(caller).AnyAsync(i => i.Id == named, cancellationToken))
            return InstanceErrors.NotFound;
        if (await db.BackupsOf(caller).Where(b => b.Id == backupId).Select(b => (InstanceId?)b.InstanceId).SingleOrDefaultAsync(cancellationToken) is not { } id)
            return BackupErrors.NotFound;

        await db.LockInstanceAsync(id, cancellationToken);
        await db.LockBackupAsync(backupId, cancellationToken);
        var backup = await db.Backups.AsNoTracking().SingleAsync(b => b.Id == backupId, cancellationToken);
        if (await db.RefusalAsync(caller, backup.TenantId, TenantRole.Manager, cancellationToken) is { } refusal)
            return refusal;
        if (id != (command.InstanceId ?? id))
            return BackupErrors.OtherInstance;
        if (await db.RefusalOfOperationAsync(id, cancellationToken) is { } busy)
            return busy;

        var instance = await db.Instances.SingleAsync(i => i.Id == id, cancellationToken);
        var operation = instance.Restore(backup, caller.AsRequester(), clock.GetUtcNow());
        if (operation.IsFailure)
            return operation.Error;

        db.Operations.Add(operation.Value);
        await db.SaveChangesAsync(cancellationToken);
        return OperationDto.From(operation.Value);
    }
}
